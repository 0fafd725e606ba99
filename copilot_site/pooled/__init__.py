"""Django's PostgreSQL backend for a process of many threads that share a pool of connections."""
