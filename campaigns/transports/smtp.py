"""Over SMTP, many messages on one connection (RFC 5321)."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from typing import Self

from django.conf import settings

from campaigns.transports.base import Deferred, InDoubt, Outgoing, Refused, Unavailable

SECONDS = 30
PER_CONNECTION = 1_000
"""Messages after which a connection is made anew: servers like to end long ones."""
CLOSING = 421


class SmtpConnection:
    """One open connection."""

    def __init__(self) -> None:
        self._server = _open()
        self._sent = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._close()

    def send(self, message: Outgoing) -> None:
        """As `Connection.send`."""
        if self._sent >= PER_CONNECTION:
            self._close()
            self._server, self._sent = _open(), 0
        try:
            self._offer(message)
        except (smtplib.SMTPException, OSError):
            raise Unavailable from None
        # From here on, until the answer, nobody but the server knows.
        try:
            self._server.send(_dotted(message.data) + b".\r\n")
            code, _text = self._server.getreply()
        except (smtplib.SMTPException, OSError):
            raise InDoubt from None
        self._sent += 1
        self._check(code)

    def _offer(self, message: Outgoing) -> None:
        """As far as the server's wish to have the message; in one go where it can be (RFC 2920)."""
        commands = (f"MAIL FROM:<{message.sender}>", f"RCPT TO:<{message.recipient}>", "DATA")
        if any("\r" in command or "\n" in command for command in commands):
            raise Refused
        if not self._server.has_extn("pipelining"):
            for command in commands:
                self._check(*self._server.docmd(command), good=354 if command == "DATA" else 0)
            return
        self._server.send("".join(f"{command}\r\n" for command in commands))
        sender, recipient, data = (self._server.getreply()[0] for _command in commands)
        if data == 354 and not (200 <= sender < 300 and 200 <= recipient < 300):
            # It takes a message to nobody: an empty one, which goes nowhere.
            self._server.send(".\r\n")
            self._server.getreply()
        self._check(sender)
        self._check(recipient)
        self._check(data, good=354)

    def _check(self, code: int, _text: bytes = b"", *, good: int = 0) -> None:
        """The server's words are not kept: they may hold the address."""
        if code == good or (not good and 200 <= code < 300):
            return
        if code == CLOSING or code < 400:
            raise Unavailable
        with suppress(smtplib.SMTPException, OSError):
            self._server.rset()
        raise Deferred if code < 500 else Refused

    def _close(self) -> None:
        try:
            self._server.quit()
        except (smtplib.SMTPException, OSError):
            self._server.close()


class Smtp:
    kind = "smtp"
    is_idempotent = False

    def connect(self) -> SmtpConnection:
        return SmtpConnection()


def _open() -> smtplib.SMTP:
    context = ssl.create_default_context()
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    try:
        if settings.EMAIL_USE_SSL:
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=SECONDS)
        if settings.EMAIL_USE_TLS:
            server.starttls(context=context)
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError):
        raise Unavailable from None
    return server


def _dotted(data: bytes) -> bytes:
    """With leading dots doubled; our messages end their lines with CRLF already."""
    if data.startswith(b"."):
        data = b"." + data
    return data.replace(b"\r\n.", b"\r\n..")
