"""Many statements a round trip: a connection that takes a batch, and gives its answers later."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import psycopg
from psycopg import pq

Answer = tuple[tuple[bytes | None, ...], ...] | str
"""Rows as PostgreSQL writes them; or the code of the error."""

_FLOAT = re.compile(rb"-?\d+\.\d+(?:e[+-]?\d+)?")
DATA_ERRORS = frozenset({"22", "21"})
SETTINGS: tuple[Mapping[str, str], ...] = (
    {},
    {"enable_hashjoin": "off", "enable_mergejoin": "off", "enable_seqscan": "off"},
    {"enable_nestloop": "off", "enable_indexscan": "off", "enable_bitmapscan": "off"},
    {"enable_hashagg": "off", "enable_hashjoin": "off", "enable_memoize": "off"},
    {"enable_sort": "off", "enable_material": "off", "from_collapse_limit": "1", "join_collapse_limit": "1"},
)
"""Ways to make the planner choose otherwise."""


class Lane:
    """A connection that runs guarded SQL as the runner does: read-only, nothing but pg_catalog in reach."""

    def __init__(self, url: str, search_path: str = "pg_catalog, pg_temp") -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.names: set[str] = set()
        self.sent = 0
        fixed = {
            "search_path": search_path, "default_transaction_read_only": "on", "statement_timeout": "'2s'",
            "timezone": "'Europe/Paris'", "jit": "off", "max_parallel_workers_per_gather": "0",
        }  # fmt: skip
        for name, value in fixed.items():
            self.connection.execute(f"SET {name} = {value}")
        self.wire = self.connection.pgconn
        self.wire.enter_pipeline_mode()

    def use(self, settings: Mapping[str, str]) -> None:
        """Makes the planner choose by these settings from now on."""
        wanted = [f"RESET {name}" for name in sorted(self.names - settings.keys())]
        self.send([*wanted, *[f"SET {name} = {value}" for name, value in settings.items()]])
        self.names = set(settings)
        self.receive()

    def send(self, statements: Sequence[str]) -> None:
        """Hands statements over, each a transaction of its own; `receive` gives their answers."""
        for sql in statements:
            self.wire.send_query_params(sql.encode(), None)
            self.wire.pipeline_sync()
            self.sent += 1
        self.wire.flush()

    def receive(self) -> list[Answer]:
        answers: list[Answer] = []
        while self.sent:
            result = self.wire.get_result()
            while result is not None:
                if result.status == pq.ExecStatus.PIPELINE_SYNC:
                    self.sent -= 1
                    break
                if result.status == pq.ExecStatus.FATAL_ERROR:
                    code = result.error_field(pq.DiagnosticField.SQLSTATE) or b"?"
                    answers.append(code.decode())
                elif result.status != pq.ExecStatus.PIPELINE_ABORTED:
                    answers.append(_rows(result))
                result = self.wire.get_result()
        return answers

    def ask(self, statements: Sequence[str]) -> list[Answer]:
        self.send(statements)
        return self.receive()

    def close(self) -> None:
        self.connection.close()


def _rows(result: pq.abc.PGresult) -> Answer:
    columns = range(result.nfields)
    return tuple(tuple(result.get_value(row, column) for column in columns) for row in range(result.ntuples))


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers are alike: the same rows in any order, floats to 9 digits; or the same code."""
    if one == other:
        return True
    if isinstance(one, str) or isinstance(other, str):
        return "57014" in (one, other)  # a time limit tells nothing
    return len(one) == len(other) and Counter(map(_rounded, one)) == Counter(map(_rounded, other))


def _rounded(row: tuple[bytes | None, ...]) -> tuple[bytes | None, ...]:
    return tuple(
        cell if cell is None else _FLOAT.sub(lambda found: b"%.9g" % float(found.group()), cell)
        for cell in row
    )
