"""After the embedded PostgreSQL had to take another port: the addresses stored in it follow."""

from dataclasses import replace
from pathlib import Path

from django.db import connection

from querying.models import DataSource
from querying.services import move_sources

from .embedded.state import load_state, locked, write_state


def follow_move(var: Path) -> int:
    """Move the data sources that were stored with a former port, once; gives how many."""
    state = load_state(var)
    if not state.former_ports or DataSource._meta.db_table not in connection.introspection.table_names():
        return 0
    count = sum(move_sources(old, state.postgresql_port) for old in state.former_ports)
    with locked(var):
        write_state(var, replace(state, former_ports=()))
    return count
