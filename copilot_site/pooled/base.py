"""A pool that outlives its server's restart: of connections that broke at once, one tells of all.

psycopg's own check waits a second and more after each connection that is broken: of a pool of twelve, every
three cost somebody five seconds and the answer (`PoolTimeout`), long after the server was back.
"""

import time
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import ConnectionPool

# Less than any server takes to restart. A turn takes a connection a dozen times, a crowd of sockets hundreds
# a second: asking each time was one round trip of five.
RESTED_SECONDS = 0.2
_seen_alive: WeakKeyDictionary[Any, float] = WeakKeyDictionary()


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """One from the pool that the server knows; where it does not, the pool replaces all such first.

        One that the server knew just now is not asked about again.
        """
        connection = super().get_new_connection(conn_params)
        now = time.monotonic()
        if now - _seen_alive.get(connection, -RESTED_SECONDS) < RESTED_SECONDS:
            return connection
        try:
            ConnectionPool.check_connection(connection)
        except OperationalError:
            self.pool.putconn(connection)
            self.pool.check()
            return super().get_new_connection(conn_params)
        _seen_alive[connection] = now
        return connection
