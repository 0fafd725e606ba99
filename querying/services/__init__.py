"""All that is done with data sources: connecting, policies, views and execution."""

from querying.services.audience import (
    MUCH_LATER,
    PeopleCounted,
    PersonKey,
    asks_the_clock,
    count_people,
    read_people,
    stream_people,
)
from querying.services.connecting import (
    Connected,
    connect,
    disconnect,
    introspect,
    share_with,
    test_connection,
)
from querying.services.executing import Execution, execute, release_connection
from querying.services.exporting import Export, file_name, open_export
from querying.services.fingerprinting import fingerprint_earlier
from querying.services.moving import move_sources
from querying.services.policies import (
    bump_version,
    drop_cache,
    mark_shared,
    refresh_grants,
    set_column_policy,
    set_table_policy,
)
from querying.services.visible import catalog_view

__all__ = [
    "MUCH_LATER",
    "Connected",
    "Execution",
    "Export",
    "PeopleCounted",
    "PersonKey",
    "asks_the_clock",
    "bump_version",
    "catalog_view",
    "connect",
    "count_people",
    "disconnect",
    "drop_cache",
    "execute",
    "file_name",
    "fingerprint_earlier",
    "introspect",
    "mark_shared",
    "move_sources",
    "open_export",
    "read_people",
    "refresh_grants",
    "release_connection",
    "set_column_policy",
    "set_table_policy",
    "share_with",
    "stream_people",
    "test_connection",
]
