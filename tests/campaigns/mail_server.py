"""A small SMTP server that keeps what it accepts, and can be told to refuse, to hang up, or to keep quiet."""

from __future__ import annotations

import email
import email.policy
import re
import socketserver
import threading
from collections import Counter
from email.message import EmailMessage


class _Handler(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        self._say("220 test")
        recipient = ""
        while line := self.rfile.readline():
            words = line.decode().strip()
            verb = words[:4].upper()
            if verb == "RCPT":
                recipient = re.search("<(.*)>", words)[1]  # type: ignore[index]
                answer = self.server.answer_to(recipient)
                recipient = recipient if answer.startswith("250") else ""
                self._say(answer)
            elif verb == "DATA":
                self._say("354 go on")
                if not self._take(recipient):
                    return
            elif verb == "EHLO" and self.server.pipelines:
                self._say("250-test\r\n250 PIPELINING")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self, recipient: str) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if not recipient:
            # As RFC 2920 wants of a server that took DATA although it had refused everybody.
            self.server.empty += not lines
            self._say("554 no valid recipients")
            return True
        self.server.keep(recipient, b"".join(lines))
        if recipient in self.server.hangs_up_on:
            return False
        self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Use it as a context manager; `port` is where it listens."""

    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.port = self.server_address[1]
        self.received: list[tuple[str, bytes]] = []
        self.answers: dict[str, list[str]] = {}
        self.hangs_up_on: set[str] = set()
        self.answers_until: int | None = None
        self.connections = 0
        self.pipelines = False
        self.empty = 0
        self.arrived = threading.Condition()

    def __enter__(self) -> MailServer:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.shutdown()
        self.server_close()

    def answer_to(self, recipient: str) -> str:
        waiting = self.answers.get(recipient)
        return waiting.pop(0) if waiting else "250 fine"

    def keep(self, recipient: str, data: bytes) -> None:
        with self.arrived:
            self.received.append((recipient, data))
            self.arrived.notify_all()
            self.arrived.wait_for(self._may_answer)

    def _may_answer(self) -> bool:
        return self.answers_until is None or len(self.received) < self.answers_until

    def answer_until(self, count: int | None) -> None:
        """Answer no message from this many on, so that their senders wait; None: answer all."""
        with self.arrived:
            self.answers_until = count
            self.arrived.notify_all()

    def wait_for(self, count: int, seconds: float = 300) -> None:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.received) >= count, seconds)

    def counts(self) -> Counter[str]:
        """How many messages each recipient has got."""
        return Counter(recipient for recipient, _data in self.received)

    def message_to(self, recipient: str) -> EmailMessage:
        data = next(data for one, data in self.received if one == recipient)
        return email.message_from_bytes(data, policy=email.policy.default)  # type: ignore[return-value]
