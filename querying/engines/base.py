"""What every engine of data sources can do. docs/adding-an-engine.md says how to add one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from querying.catalog import TableKey
from querying.engines.plans import Plan
from querying.guard.guarded import GuardedQuery
from querying.introspection import SourceCatalog
from querying.limits import Limits
from querying.results import ResultColumn, ResultSet

Stopped = Callable[[], bool]


class SourceError(Exception):
    """A data source can't be connected, read or prepared; `message` is one line, without secrets."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def check_guarded(query: GuardedQuery) -> None:
    """Raises TypeError for anything else: nothing but what the guard let through may run."""
    if not isinstance(query, GuardedQuery):
        raise TypeError("Only what the guard let through may run.")


@dataclass(frozen=True, slots=True)
class Reader:
    """A role that may only read, made by us: what it is called and how it signs in."""

    role: str
    url: str


@dataclass(frozen=True, slots=True)
class RowStream:
    """Rows of any number as values, by batches; the columns are known before the first comes."""

    columns: tuple[ResultColumn, ...]
    batches: Generator[list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class CsvStream:
    """Rows as CSV without a heading: blocks of whole rows, each with their number.

    Every text stands in quotes, so that a text that a spreadsheet would run is found by what is before it.
    """

    columns: tuple[ResultColumn, ...]
    blocks: Generator[tuple[int, bytes]]


class Engine(Protocol):
    """One kind of database. Nothing here knows Django: addresses come in as URLs, with their passwords."""

    kind: str
    title: str
    """What its SQL is called."""
    identity_query: str
    """What `identity` asks, for a connection that is open already."""

    def check_url(self, url: str) -> None:
        """Raises SourceError where the URL is not one of this engine, or asks for more than an address."""

    def identity(self, url: str) -> str:
        """What tells one database from every other, however it is reached. Raises SourceError."""

    def introspect(self, url: str) -> SourceCatalog:
        """The structure of the source, as its role sees it. Raises SourceError."""

    def sample(self, url: str, catalog: SourceCatalog) -> Mapping[TableKey, Mapping[str, tuple[str, ...]]]:
        """A few values of each text column of the tables that would be listed. Raises SourceError."""

    def excess_privileges(self, url: str) -> list[str]:
        """What the role could do beyond reading, in words; empty for a plain reader. Raises SourceError."""

    def make_reader(self, admin_url: str, tables: Collection[TableKey], role: str = "") -> Reader:
        """A role that may read these tables and no more; `role` renews that one. Raises SourceError."""

    def grant(self, admin_url: str, role: str, tables: Collection[TableKey]) -> None:
        """Make the tables the role may read exactly these. Raises SourceError."""

    def drop_reader(self, admin_url: str, role: str) -> None:
        """Take away a role that `make_reader` made, with all its rights here. Raises SourceError."""

    def run(self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None) -> ResultSet:
        """The rows of a guarded query. Raises QueryFailed."""

    def stream(
        self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None
    ) -> Generator[bytes]:
        """The rows one by one as lines of PostgreSQL's COPY text format. Raises QueryFailed on the way.

        The connection is held until the iterator is exhausted or closed.
        """

    def forget(self, url: str) -> None:
        """Close what is kept open for this address."""


@runtime_checkable
class CanExplain(Protocol):
    """What an engine has beside if its database tells how it would run a query."""

    def explain(
        self, url: str, query: GuardedQuery, limits: Limits, *, really: bool, stopped: Stopped | None
    ) -> Plan:
        """The plan of a guarded query; `really` runs it and measures. Raises QueryFailed."""


@runtime_checkable
class OpensRows(Protocol):
    """An engine that hands rows on as values, which is how they are written into files."""

    def open_rows(
        self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None
    ) -> AbstractContextManager[RowStream]:
        """The rows by batches, within the limits. Raises QueryFailed, QueryStopped, on the way too."""


@runtime_checkable
class OpensCsv(Protocol):
    """An engine that writes CSV itself, faster than rows could be written one by one."""

    def open_csv(
        self, url: str, query: GuardedQuery, limits: Limits, stopped: Stopped | None
    ) -> AbstractContextManager[CsvStream]:
        """The same rows as CSV. Raises as `open_rows`."""
