"""`manage.py check`, a second `manage.py up`, and the first event after a question over a real socket."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from benchmarks.measure import Measurement, Unit, best_median, best_of
from benchmarks.memory import child_with, processor_seconds, resident

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
QUESTIONS = 15
QUIET = 0.05  # seconds of the processor in one


def measure_check() -> list[Measurement]:
    """The start of Django with all apps, against the start of Python with Django's own import."""
    ours = best_of(lambda: run([*MANAGE, "check"]))
    reference = best_of(lambda: run([sys.executable, "-c", "import django.core.management"]))
    return [Measurement("manage.py check", ours, reference, "python + import django", ours, 2.0, "2 s")]


def run(command: list[str]) -> None:
    """Run a program to its end. Raises CalledProcessError."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)


@dataclass(frozen=True, slots=True)
class Site:
    """The whole stack: where it is, the seconds until it was ready, its web process."""

    address: str
    seconds: float
    web: int


def measure_up(email: str, password: str, crowd: Callable[[Site], list[Measurement]]) -> list[Measurement]:
    """Start the whole stack twice; the second time counts, and is asked questions once it is up."""
    port = free_port()
    with running_site(port):
        pass
    with running_site(port) as site:
        wait_until_quiet(site.web)
        idle = resident(site.web)
        asked = asyncio.run(measure_questions(site.address, email, password))
        return [
            Measurement("second manage.py up", site.seconds, None, "", site.seconds, 10.0, "10 s"),
            Measurement("web process, idle", idle, None, "", idle, 150e6, "150 MB", Unit.BYTES),
            *asked,
            *crowd(site),
        ]


def wait_until_quiet(pid: int, most: float = 60) -> None:
    """Until a process has used next to no processor for a second: it has warmed up."""
    until = time.monotonic() + most
    used = processor_seconds(pid)
    while time.monotonic() < until:
        time.sleep(1)
        before, used = used, processor_seconds(pid)
        if used - before < QUIET:
            return


@contextmanager
def running_site(port: int) -> Iterator[Site]:
    """The whole stack on this port for the length of the block, ready."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [*MANAGE, "up", "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        wait_until_ready(process, 120)
        seconds = time.perf_counter() - started
        yield Site(f"http://127.0.0.1:{port}", seconds, child_with(process.pid, "copilot_site.web"))
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_ready(process: subprocess.Popen[str], seconds: float) -> None:
    """Read what `up` says until it is ready; what it says later is thrown away. Raises RuntimeError."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    heard: list[str] = []
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            line = lines.get(timeout=left)
        except queue.Empty:
            break
        if line is None:
            break
        heard.append(line)
        if re.match(r"\s+ready\s", line):
            return
    raise RuntimeError("`manage.py up` did not get ready:\n" + "".join(heard[-20:]))


def free_port() -> int:
    """A port that nothing listens on, below those of outgoing connections."""
    for port in range(18_000, 19_000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("No free port between 18000 and 19000.")


async def measure_questions(site: str, email: str, password: str) -> list[Measurement]:
    """The first question of a process beside later ones; and from sending `ask` to the first event about it,
    beside a ping and its pong on that socket.
    """
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await sign_in(session, site, email, password)
        address = f"{site.replace('http', 'ws', 1)}/ws/conversations/{await new_conversation(session, site)}/"
        async with session.ws_connect(address, origin=site) as ws:
            # Events come once the client has said what it knows already.
            await ws.send_str(json.dumps({"type": "resume", "after": 0}))
            pings = [await time_exchange(ws, {"type": "ping"}, "pong") for _ in range(QUESTIONS)]
            first = await time_question(ws)
            rounds = [[await time_question(ws) for _ in range(QUESTIONS // 3)] for _ in range(3)]
    ours = best_median([[event for event, _whole in times] for times in rounds])
    later = statistics.median(whole for times in rounds for _event, whole in times)
    return [
        Measurement(
            "first event after ask", ours, best_median([pings]), "ping on that socket", ours, 0.050, "50 ms"
        ),
        Measurement(
            "first question", first[1], later, "later ones", first[1] / later, 1.5, "1.5x a later one"
        ),
    ]


async def sign_in(session: aiohttp.ClientSession, site: str, email: str, password: str) -> None:
    """Sign in as a person does, through the form. Raises RuntimeError."""
    async with session.get(f"{site}/accounts/login/") as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', await page.text())
    if token is None:
        raise RuntimeError("The sign-in page has no form.")
    form = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    async with session.post(
        f"{site}/accounts/login/", data=form, headers={"Referer": site}, allow_redirects=False
    ) as answer:
        if answer.status != 302:
            raise RuntimeError(f"Signing in gave {answer.status}.")


async def new_conversation(session: aiohttp.ClientSession, site: str) -> str:
    """The id of a conversation to ask in. Raises RuntimeError."""
    token = next((cookie.value for cookie in session.cookie_jar if cookie.key == "csrftoken"), "")
    headers = {"X-CSRFToken": token, "Referer": site, "Origin": site}
    async with session.post(f"{site}/chat/create/", headers=headers) as answer:
        if answer.status != 201:
            raise RuntimeError(f"Making a conversation gave {answer.status}.")
        return str((await answer.json())["id"])


async def time_question(ws: aiohttp.ClientWebSocketResponse) -> tuple[float, float]:
    """Seconds until the first event of a question, and until its end."""
    question = {"type": "ask", "id": str(uuid.uuid4()), "text": "Top 5 products by revenue this year"}
    started = time.perf_counter()
    seconds = await time_exchange(ws, question, "turn.queued")
    await wait_for(ws, "message.completed")
    return seconds, time.perf_counter() - started


async def time_exchange(ws: aiohttp.ClientWebSocketResponse, frame: dict[str, str], reply: str) -> float:
    """Seconds from sending the frame to the event of this type."""
    started = time.perf_counter()
    await ws.send_str(json.dumps(frame))
    await wait_for(ws, reply)
    return time.perf_counter() - started


async def wait_for(ws: aiohttp.ClientWebSocketResponse, kind: str) -> None:
    """Read events until one of this type. Raises RuntimeError for an error event, TimeoutError in the end."""
    async with asyncio.timeout(120):
        while True:
            message = await ws.receive()
            if message.type is not aiohttp.WSMsgType.TEXT:
                raise RuntimeError(f"The socket was closed ({message.data}).")
            event = json.loads(message.data)
            if event["type"] == kind:
                return
            if event["type"] == "error":
                raise RuntimeError(f"Asking gave {event}.")
