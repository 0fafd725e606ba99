"""The guard for engines that have no grammar of their own to lend: on sqlglot, in the engine's dialect.

`walls.py` holds the walls in their order; `dialects/` what differs from engine to engine.
"""

from __future__ import annotations

from querying.guard.generic.walls import guard_generic

__all__ = ["guard_generic"]
