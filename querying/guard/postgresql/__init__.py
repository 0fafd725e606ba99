"""The guard for PostgreSQL, on PostgreSQL's own grammar. `walls.py` holds the walls in their order."""

from __future__ import annotations

from querying.guard.postgresql.walls import guard_postgresql

__all__ = ["guard_postgresql"]
