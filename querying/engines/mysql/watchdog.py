"""Ends a running query, with its connection, from a second one; hangs up where that does not help at once."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from querying.engines.base import Stopped
from querying.engines.mysql.addresses import Address
from querying.engines.watching import Watchdog, hang_up

if TYPE_CHECKING:
    from querying.engines.mysql.connections import SourceConnection

logger = logging.getLogger(__name__)

KILL_SECONDS = 2
# Whoever pressed stop waits no longer than a second, whatever the server does.
HANG_UP_SECONDS = 0.5


class MySQLWatchdog(Watchdog):
    """Watches what one connection does."""

    def __init__(
        self, connection: SourceConnection, address: Address, seconds: float, stopped: Stopped | None
    ) -> None:
        super().__init__(seconds, stopped)
        self._connection, self._address = connection, address

    def cancel(self) -> None:
        """Have the connection killed, in a thread that may take its time: the server works on until then."""
        threading.Thread(target=self._kill, name="query-kill", daemon=True).start()
        if not self.done.wait(HANG_UP_SECONDS) and (line := self._connection.line) is not None:
            hang_up(line.fileno())

    def _kill(self) -> None:
        """The whole connection, which is not used again: its query may be about to begin."""
        import pymysql

        from querying.engines.mysql.connections import connect  # it imports the driver

        try:
            other = connect(self._address, seconds=KILL_SECONDS, database=False)
            with other, other.cursor() as cursor:
                cursor.execute(f"KILL CONNECTION {int(self._connection.thread_id())}")
        except (pymysql.Error, OSError, RuntimeError) as error:
            logger.warning("a query could not be killed: %s", type(error).__name__)
