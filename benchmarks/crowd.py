"""People who ask the site at once over sockets, and many who only listen; what a socket takes of memory."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import statistics
import time
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp

from benchmarks.measure import Measurement, Unit, note, quantile
from benchmarks.memory import resident
from benchmarks.startup import Site, wait_for
from benchmarks.turn import QUESTIONS

COOKIE = "sessionid"
PEOPLE = 60  # each may have 40 sockets
CROWDS = (1, 10, 50)
ASKED = 100
"""Questions of a crowd in all, each asked when the one before is answered, and at least two a head."""
MOST_EACH = 15
"""Who sends more at such a pace is taken for a flood, and cut off."""
LISTENERS = int(os.environ.get("LISTENERS", "2000"))
CONNECTING = 50  # handshakes at once


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody signed in, and a conversation of theirs."""

    session: str
    conversation: str


def make_guests(slug: str) -> list[Guest]:
    """As many as there are listeners, each with a conversation; the first are all different people."""
    # Once the settings are there.
    from accounts.models import Organization
    from accounts.services import make_member
    from benchmarks.sessions import sign_in_as
    from conversations.models import Conversation

    organization = Organization.objects.get(slug=slug)
    emails = [f"bench{number}@{slug}.example" for number in range(PEOPLE)]
    users = [make_member(email, organization=organization, role="owner").user for email in emails]
    Conversation.objects.filter(owner__in=users).delete()
    owners = list(itertools.islice(itertools.cycle(users), LISTENERS))
    made = Conversation.objects.bulk_create(
        Conversation(organization=organization, owner=owner) for owner in owners
    )
    sessions = {user.pk: sign_in_as(user) for user in users}
    return [Guest(sessions[each.owner_id], str(each.pk)) for each in made]


def crowd_of(slug: str) -> Callable[[Site], list[Measurement]]:
    """Make an organization's guests now, while its database can be reached; what is given measures them."""
    from querying.models import DataSource

    guests, source = make_guests(slug), DataSource.objects.get(name="shop").pk

    def measure(site: Site) -> list[Measurement]:
        asking = asyncio.run(measure_crowds(site.address, guests, source))
        return [*asking, *asyncio.run(measure_listeners(site.address, guests, site.web))]

    return measure


async def measure_crowds(site: str, guests: Sequence[Guest], source: int) -> list[Measurement]:
    """The time of a planner turn as its asker sees it, and turns a second, for crowds of several sizes."""
    lines: list[Measurement] = []
    for size in CROWDS:
        times, seconds = await time_crowd(site, guests[:size], source)
        name = f"{size} asking at once"
        lines += [
            note(f"{name}: turn, median", statistics.median(times)),
            note(f"{name}: turn, p95", quantile(times, 0.95)),
            note(f"{name}: turns", seconds / len(times), unit=Unit.SECONDS_EACH),
        ]
    return lines


async def time_crowd(site: str, guests: Sequence[Guest], source: int) -> tuple[list[float], float]:
    """Seconds of each turn, and of them all together."""
    rounds = min(MOST_EACH, max(2, ASKED // len(guests)))
    async with AsyncExitStack() as stack:
        sockets = [await stack.enter_async_context(listening(site, guest)) for guest in guests]
        started = time.perf_counter()
        times = await asyncio.gather(*(ask_often(socket, rounds, source) for socket in sockets))
        seconds = time.perf_counter() - started
    return list(itertools.chain(*times)), seconds


async def ask_often(socket: aiohttp.ClientWebSocketResponse, rounds: int, source: int) -> list[float]:
    """Seconds from each question to the end of its answer."""
    times = []
    for question in itertools.islice(itertools.cycle(QUESTIONS), rounds):
        frame = {"type": "ask", "id": str(uuid.uuid4()), "text": question, "datasource": source}
        started = time.perf_counter()
        await socket.send_str(json.dumps(frame))
        await wait_for(socket, "message.completed")
        times.append(time.perf_counter() - started)
    return times


async def measure_listeners(site: str, guests: Sequence[Guest], pid: int) -> list[Measurement]:
    """Sockets that are open at once and say nothing: the time to open one, and the memory of each."""
    before = resident(pid)
    gate = asyncio.Semaphore(CONNECTING)
    async with AsyncExitStack() as stack:

        async def come(guest: Guest) -> float:
            async with gate:
                started = time.perf_counter()
                await stack.enter_async_context(listening(site, guest))
                return time.perf_counter() - started

        times = await asyncio.gather(*(come(guest) for guest in guests))
        each = (resident(pid) - before) / len(times)
    slowest, open_at_once = quantile(times, 0.95), f"of {len(times):,} open"
    return [
        note(f"socket opened, {CONNECTING} at once, median", statistics.median(times)),
        Measurement(f"socket opened, {CONNECTING} at once, p95", slowest, None, "", slowest, 0.2, "200 ms"),
        Measurement(f"memory of a socket, {open_at_once}", each, None, "", each, 50e3, "50 kB", Unit.BYTES),
    ]


@asynccontextmanager
async def listening(site: str, guest: Guest) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A socket that has the conversation's events, from its snapshot on."""
    address = f"{site.replace('http', 'ws', 1)}/ws/conversations/{guest.conversation}/"
    headers = {"Cookie": f"{COOKIE}={guest.session}"}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(address, origin=site, headers=headers) as socket,
    ):
        await socket.send_str(json.dumps({"type": "resume", "after": 0}))
        await wait_for(socket, "snapshot")
        yield socket
