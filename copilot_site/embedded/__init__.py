"""PostgreSQL and Valkey from Python wheels, in `var/`: no root, no system package, loopback only."""
