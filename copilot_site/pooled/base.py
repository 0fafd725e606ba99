"""A pool that outlives its server's restart: of connections that broke at once, one tells of all.

psycopg's own check waits a second and more after each connection that is broken: of a pool of twelve, every
three cost somebody five seconds and the answer (`PoolTimeout`), long after the server was back.
"""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """One from the pool that the server knows; where it does not, the pool replaces all such first."""
        connection = super().get_new_connection(conn_params)
        try:
            ConnectionPool.check_connection(connection)
        except OperationalError:
            self.pool.putconn(connection)
            self.pool.check()
            return super().get_new_connection(conn_params)
        return connection
