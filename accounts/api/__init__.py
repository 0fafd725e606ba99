"""The REST API: what every app's views share, and signing in to it (docs/api.md)."""
