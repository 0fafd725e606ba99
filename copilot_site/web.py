"""The web process: daphne with limits of ours (`python -m copilot_site.web --host H --port P`).

What its command line can't do: a backlog that takes a crowd (daphne's 50 drops connections), a limit
on request bodies while they come in (daphne queues them in memory whole), long answers at the pace of who
reads them, broken off where they fail, no query strings in its log, and an end that is told and takes no
longer than some seconds.
"""

import argparse
import asyncio
import os
import threading
from collections.abc import Callable
from typing import Any

from daphne import http_protocol, ws_protocol
from daphne import server as daphne_server
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server
from twisted.internet import reactor  # not before daphne's server, which chooses it
from twisted.internet.defer import Deferred

from copilot_site.database_url import keep_connections
from copilot_site.garbage import collect_seldom, keep_what_is_loaded

BACKLOG = 2048
# A question has 500 characters; nothing that a page sends is near this.
MAX_SOCKET_MESSAGE = 64 * 1024
# Threads can't be ended, and Python waits for those that a request or a socket has left at work.
STOP_SECONDS = 2.5
LAST_FRAMES_SECONDS = 0.1


class Pace:
    """Whether who reads an answer keeps up; told by the connection (Twisted's IPushProducer)."""

    def __init__(self) -> None:
        self._free = asyncio.Event()
        self._free.set()

    def pauseProducing(self) -> None:
        """The connection's buffer is full."""
        self._free.clear()

    def resumeProducing(self) -> None:
        """It is empty again."""
        self._free.set()

    def stopProducing(self) -> None:
        """Nobody reads any more; what is written is dropped."""
        self._free.set()

    async def wait(self) -> None:
        """Until more can be taken."""
        await self._free.wait()


class LimitedRequest(http_protocol.WebRequest):  # type: ignore[misc]
    """A request whose body may not grow without end, said or unsaid its length, nor its answer in memory."""

    pace: Pace | None = None

    max_body = 25 * 1024 * 1024
    received = 0

    def gotLength(self, length: int | None) -> None:
        """Refuse a body that says it is too big before any of it is taken."""
        if length is not None and length > self.max_body:
            self.refuse()
            return
        super().gotLength(length)

    def handleContentChunk(self, data: bytes) -> None:
        """Take a piece of the body, as long as the whole stays within the limit."""
        self.received += len(data)
        if self.received > self.max_body:
            self.refuse()
            return
        super().handleContentChunk(data)

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Answer; what comes in several parts goes at the pace of the connection."""
        if message.get("more_body") and self.pace is None and self.channel is not None:
            self.pace = Pace()
            self.registerProducer(self.pace, True)
        super().handle_reply(message)

    def connectionLost(self, reason: Any) -> None:
        """Let go of whoever waits to write more."""
        if self.pace is not None:
            self.pace.stopProducing()
        super().connectionLost(reason)

    def handle_exception(self, exception: Exception) -> None:
        """Say that it failed; an answer that has begun is broken off, so that it does not look whole."""
        if self._response_started and self.channel is not None:
            self.channel.transport.abortConnection()
        else:
            super().handle_exception(exception)

    def refuse(self) -> None:
        """Answer 413 and hang up."""
        transport = self.channel.transport
        transport.write(b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        self.channel.loseConnection()


class PoliteSocket(ws_protocol.WebSocketProtocol):  # type: ignore[misc]
    """A socket that limits what comes in alone: snapshots and tables may well be larger."""

    maxMessagePayloadSize: int

    def sendMessage(self, *arguments: Any, **options: Any) -> None:
        """Send it, without the library's limit for it, which is that of what comes in."""
        limit, self.maxMessagePayloadSize = self.maxMessagePayloadSize, 0
        try:
            super().sendMessage(*arguments, **options)
        finally:
            self.maxMessagePayloadSize = limit


class PoliteSockets(ws_protocol.WebSocketFactory):  # type: ignore[misc]
    """Sockets that say why they close: by itself the library drops a connection that sends too much."""

    protocol = PoliteSocket

    def setProtocolOptions(self, **options: Any) -> None:
        """Take the server's options, and close with a code (1009) instead of dropping."""
        super().setProtocolOptions(**options, failByDrop=False)


class PoliteServer(Server):  # type: ignore[misc]
    """A server that ends its answers while their sockets are still open, and then soon."""

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """Pass an answer's part on, and wait until the connection takes more."""
        await super().handle_reply(protocol, message)
        pace = getattr(protocol, "pace", None)
        if pace is not None and message.get("more_body"):
            await pace.wait()

    def kill_all_applications(self) -> Deferred[None]:
        """Called once, when told to stop: interrupt the answers of this process, then close everything."""
        last = threading.Timer(STOP_SECONDS, os._exit, [0])
        last.daemon = True
        last.start()
        told: Deferred[None] = Deferred()
        told.addCallback(lambda _nothing: super(PoliteServer, self).kill_all_applications())
        threading.Thread(target=self._interrupt_answers, args=[told], daemon=True).start()
        return told

    @staticmethod
    def _interrupt_answers(told: Deferred[None]) -> None:
        from conversations import keeper, relay  # they need the apps, which are loaded by now

        try:
            keeper.close()
            relay.drain(LAST_FRAMES_SECONDS)
        finally:
            reactor.callFromThread(reactor.callLater, LAST_FRAMES_SECONDS, told.callback, None)


def build_server(host: str, port: int, **options: Any) -> Server:
    """The server, not yet running; `ready_callable` is called when it listens."""
    from django.conf import settings  # settings and apps: only once the process means to serve

    from .production_checks import refuse_wrong_settings

    refuse_wrong_settings()
    keep_connections(settings.DATABASES["default"], settings.DATABASE_POOL)
    from .asgi import application

    LimitedRequest.max_body = settings.MAX_REQUEST_BYTES
    http_protocol.WebRequest = LimitedRequest
    daphne_server.WebSocketFactory = PoliteSockets

    addresses = build_endpoint_description_strings(host=host, port=port)
    endpoints = [f"{address}:backlog={BACKLOG}" for address in addresses]
    options.setdefault("ready_callable", start_warming)
    return PoliteServer(
        application,
        endpoints=endpoints,
        http_timeout=None,
        websocket_timeout=-1,
        websocket_max_message_size=MAX_SOCKET_MESSAGE,
        websocket_max_frame_size=MAX_SOCKET_MESSAGE,
        verbosity=0,
        server_name="",
        **options,
    )


def start_warming() -> None:
    """In a thread of its own, once the site serves: nobody waits for it."""
    threading.Thread(target=warm, name="warming", daemon=True).start()


def warm() -> None:
    """Do what the first question would wait for; what is loaded by then stays."""
    from conversations import warming  # it needs the apps

    warming.warm()
    keep_what_is_loaded()


def main(serve: Callable[..., Server] = build_server) -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args()
    collect_seldom()
    serve(chosen.host, chosen.port).run()


if __name__ == "__main__":
    main()
