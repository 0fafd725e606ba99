"""Results kept in Valkey for those who ask the same, with the same rights, soon after (R-206).

What decides who may get a result is all in its key: the source as it is now (its version goes up with every
policy), the organization, the rows and columns that the asker sees of each table, and the SQL as it is run,
which says the same once more: the scope's values, the masks and the clock stand in it. A guarded query has no
other parameters.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

import redis
from django.conf import settings

from querying import valkey
from querying.catalog import CatalogView
from querying.engines.base import Stopped
from querying.guard.guarded import GuardedQuery
from querying.limits import Limits, Purpose
from querying.packing import NotPackable, pack, unpack
from querying.results import QueryStopped, ResultSet
from querying.sharing import Errand, errand_for

PREFIX = "copilot:result:"
OVER_PREFIX = "copilot:result-over:"
# By age, by size, and the sum of the sizes.
BOOKS = ("copilot:results:index", "copilot:results:sizes", "copilot:results:bytes")
PURPOSES = frozenset({Purpose.CHAT, Purpose.WORKBENCH, Purpose.REFRESH})
MOST_BYTES = 5_000_000
LOOK_SECONDS = 0.05
# A leader that was killed holds the others up no longer than this; one that lives renews it in time.
LEASE_SECONDS = 3.0
RENEW_SECONDS = 1.0

# Calls of what gives another result each time, in any engine; a word too many only costs a kept result.
VOLATILE = re.compile(
    r"\b(?:rand\w*|setseed|\w*uuid(?:v\d)?|array_sample|array_shuffle|clock_timestamp|timeofday|now|sysdate|today|"
    r"statement_timestamp|transaction_timestamp|cur(?:date|time)|utc_\w+|unix_timestamp|get_current_\w+|"
    r"nextval|currval|lastval|pg_\w+|txid_\w+|current_\w+|last_insert_\w+|total_changes|changes|"
    r"connection_id|sleep|benchmark)\"?\s*\(|"
    r"\b(?:tablesample|using\s+sample|current_(?:date|time|timestamp)|localtime|localtimestamp)\b|'now'",
    re.IGNORECASE,
)

# One step, so that a result that is stored meanwhile is never overlooked. Else who runs it already.
_READ_OR_LEAD = """
local kept = redis.call('GET', KEYS[1])
if kept then return kept end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return {redis.call('GET', KEYS[2])}
"""
# What is kept of all sources together has a bound: the oldest makes room. The index also names what has
# expired meanwhile, which is the oldest.
_STORE = """
local size = string.len(ARGV[1])
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
local before = tonumber(redis.call('HGET', KEYS[3], KEYS[1]) or 0)
redis.call('HSET', KEYS[3], KEYS[1], size)
redis.call('ZADD', KEYS[2], ARGV[3], KEYS[1])
local total = redis.call('INCRBY', KEYS[4], size - before)
while total > tonumber(ARGV[4]) do
    local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
    if not oldest then redis.call('SET', KEYS[4], 0) break end
    redis.call('UNLINK', oldest)
    total = redis.call('DECRBY', KEYS[4], redis.call('HGET', KEYS[3], oldest) or 0)
    redis.call('HDEL', KEYS[3], oldest)
end
return total
"""
_RENEW = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end"
# A stream, which wakes all who wait for it, and those who come a moment later.
_RELEASE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return end
redis.call('DEL', KEYS[1])
redis.call('XADD', KEYS[2], '*', 'over', '1')
redis.call('PEXPIRE', KEYS[2], ARGV[2])
"""

Run = Callable[[Stopped | None], ResultSet]


class Caching(StrEnum):
    """What an execution has to do with kept results."""

    USE = "use"
    RENEW = "renew"  # run now, and keep that instead
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Kept:
    """A result; `age` is the seconds since the query ran, None where it ran just now."""

    result: ResultSet
    age: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a result is kept, and for how many seconds."""

    key: str
    seconds: int

    @property
    def lead_key(self) -> str:
        return f"{self.key}:lead"


def place_for(
    *,
    source_id: int,
    source_state: str,
    organization_id: int,
    view: CatalogView,
    guarded: GuardedQuery,
    limits: Limits,
    seconds: int,
) -> Place | None:
    """The place of a query's result; None where it may not be kept.

    `source_state` is one for as long as address, structure and policies of the source are.
    """
    if seconds <= 0 or guarded.purpose not in PURPOSES or is_volatile(guarded.sql):
        return None
    scope = [_scope_of(view, key) for key in sorted(guarded.tables)]
    parts = [
        *(source_id, source_state, organization_id, scope, guarded.engine, guarded.time_zone, guarded.sql),
        *(limits.rows, limits.cell_bytes, limits.result_bytes),
    ]
    digest = hashlib.sha256(json.dumps(parts).encode(errors="surrogatepass")).hexdigest()
    return Place(f"{PREFIX}{source_id}:{digest}", seconds)


def is_volatile(sql: str) -> bool:
    """Whether the SQL may name something that gives another result each time; rather too often than not."""
    return VOLATILE.search(sql) is not None


def run_once(
    place: Place,
    run: Run,
    *,
    caching: Caching,
    patience: float,
    stopped: Stopped | None = None,
    before_wait: Callable[[], None] = lambda: None,
) -> Kept:
    """The kept result, or what `run` gives: of many who ask at once one runs it, the others wait for that.

    Who has waited `patience` seconds in vain runs it on their own. Failures are not kept: those who waited
    try one after the other. `before_wait` is called before what may take long. Raises what `run` raises, and
    QueryStopped.
    """
    until = time.monotonic() + patience
    while caching is Caching.USE and time.monotonic() <= until:
        errand, is_ours = errand_for(place.key)
        if is_ours:
            try:
                return _read_or_run(place, run, errand, until, stopped, before_wait)
            finally:
                errand.end()
        before_wait()
        if errand.wait(until, stopped) and errand.result is not None:
            return Kept(errand.result, max(0.0, time.time() - errand.ran_at))
    before_wait()
    began = time.time()
    result = run(stopped)
    _store(place, result, began, _Lease(place))
    return Kept(result)


def _read_or_run(
    place: Place,
    run: Run,
    errand: Errand,
    until: float,
    stopped: Stopped | None,
    before_wait: Callable[[], None],
) -> Kept:
    """The same for those of this process, beside those of others."""
    lease = _Lease(place)
    while not (found := lease.read_or_lead()) and time.monotonic() <= until:
        if stopped is not None and stopped():
            raise QueryStopped
        before_wait()
        lease.wait_for_leader()
    if isinstance(found, Kept):
        errand.bring(found.result, time.time() - (found.age or 0.0))
        return found
    before_wait()
    try:
        began = time.time()
        result = run(lease.renewed_by(stopped) if lease.is_held else stopped)
        errand.bring(result, began)
        _store(place, result, began, lease)
    finally:
        lease.release()
    return Kept(result)


def seconds_left(place: Place) -> float | None:
    """For how long a result is still kept; None where there is none, or Valkey is away."""
    left = valkey.ask(lambda server: server.pttl(place.key), None)
    return left / 1000 if isinstance(left, int) and left > 0 else None


def drop(source_id: int) -> None:
    """Take away all that is kept of a source. Nothing reads it any more once the source's version went up."""

    def unlink(server: redis.Redis) -> None:
        for key in server.scan_iter(match=f"{PREFIX}{source_id}:*", count=1000):
            server.unlink(key)

    valkey.ask(unlink, None)


@dataclass(slots=True)
class _Lease:
    """The right to run a query for all who ask it; lost when it is not renewed."""

    place: Place
    is_held: bool = False
    _leader: str = ""
    _token: str = field(default_factory=lambda: uuid.uuid4().hex)
    _renewed: float = 0.0

    def read_or_lead(self) -> Kept | bool:
        """The kept result; else whether the caller is to run the query."""

        def step(server: redis.Redis) -> object:
            keys = [self.place.key, self.place.lead_key]
            milliseconds = int(LEASE_SECONDS * 1000)
            return server.eval(_READ_OR_LEAD, 2, *keys, self._token, str(milliseconds))

        answer = valkey.ask(step, None)
        if isinstance(answer, bytes):
            return _read(answer) or True
        self.is_held, self._renewed = answer == 1, time.monotonic()
        if isinstance(answer, list):
            self._leader = answer[0].decode()
            return False
        return True  # without Valkey everybody runs their own

    def wait_for_leader(self) -> None:
        """Wait until whoever runs the query in another process is done, but no longer than 50 ms: one that
        died is never done.
        """
        over, milliseconds = f"{OVER_PREFIX}{self._leader}", int(LOOK_SECONDS * 1000)
        valkey.ask(lambda server: server.xread({over: "0"}, count=1, block=milliseconds), None)

    def renewed_by(self, stopped: Stopped | None) -> Stopped:
        """`stopped`, which whoever runs a query looks at every 50 ms, as what keeps the lease alive too."""

        def look() -> bool:
            if time.monotonic() - self._renewed > RENEW_SECONDS:
                self._renewed = time.monotonic()
                arguments = (self._token, str(int(LEASE_SECONDS * 1000)))
                valkey.ask(lambda server: server.eval(_RENEW, 1, self.place.lead_key, *arguments), None)
            return stopped is not None and stopped()

        return look

    def release(self) -> None:
        """Let others run the query, or read what has come of it: they are told at once."""
        if self.is_held:
            valkey.ask(self.release_by, None)

    def release_by(self, server: redis.Redis) -> None:
        """The same with a client of Valkey's, or a pipeline."""
        if self.is_held:
            self.is_held = False
            milliseconds = str(int(LEASE_SECONDS * 1000))
            server.eval(_RELEASE, 2, self.place.lead_key, self._over_key, self._token, milliseconds)

    @property
    def _over_key(self) -> str:
        return f"{OVER_PREFIX}{self._token}"


def _store(place: Place, result: ResultSet, ran_at: float, lease: _Lease) -> None:
    """Keep the result, and then let go of the lease, in one round trip."""
    try:
        data = struct.pack("!d", ran_at) + pack(result, most=MOST_BYTES)
    except NotPackable:
        return  # too large, or of a kind of value that is not known here: it is run each time
    numbers = (str(place.seconds), str(ran_at), str(settings.RESULT_CACHE_MB * 1_000_000))

    def write(server: redis.Redis) -> None:
        steps = server.pipeline(transaction=False)
        steps.eval(_STORE, 4, place.key, *BOOKS, data, *numbers)
        lease.release_by(steps)
        steps.execute()

    valkey.ask(write, None)


def _read(data: bytes) -> Kept | None:
    """None for what was not written by this version of us."""
    try:
        (ran_at,) = struct.unpack_from("!d", data)
        return Kept(unpack(data[8:]), max(0.0, time.time() - ran_at))
    except (struct.error, NotPackable):
        return None


def _scope_of(view: CatalogView, key: tuple[str, str]) -> list[str]:
    """Which rows and which columns of a table the asker sees, as text."""
    table = view.tables.get(key)
    if table is None:
        return [*key]
    columns = " ".join(f"{column.name}{'*' if column.masked else ''}" for column in table.columns)
    return [*key, repr(table.filters), columns]
