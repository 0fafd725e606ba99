"""An e-mail as the bytes that go over the wire (RFC 5322, 2045, 2047, 8058).

Written out by hand: the standard library's message objects take a millisecond each, this some 20 µs.
"""

from __future__ import annotations

import base64
import re
from email.utils import formatdate

from campaigns.rendering import Rendered

_PLAIN = re.compile(r"[ -~]{0,70}")
_HEADERS = """\
From: {sender}
To: <{recipient}>
Subject: {subject}
Date: {date}
Message-ID: <{message_id}>
List-Unsubscribe: <{unsubscribe_url}>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="{boundary}"

--{boundary}
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

{text}
--{boundary}
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

{html}
--{boundary}--
""".replace("\n", "\r\n")


def as_bytes(email: Rendered, *, sender: str, recipient: str, message_id: str, unsubscribe_url: str) -> bytes:
    """The message. `sender` is a header's value already; `recipient` and `message_id` are ASCII, checked."""
    return _HEADERS.format(
        sender=sender,
        recipient=recipient,
        subject=header_text(email.subject),
        date=formatdate(),
        message_id=message_id,
        unsubscribe_url=unsubscribe_url,
        boundary=f"=_{message_id.partition('@')[0]}",  # no base64 text has an underscore
        text=_base64(email.text),
        html=_base64(email.html),
    ).encode("ascii")


def header_text(text: str) -> str:
    """Text as an unstructured header's value: as it is where that is safe, else encoded words."""
    text = "".join(char if char.isprintable() else " " for char in text)
    if _PLAIN.fullmatch(text) and "=?" not in text:
        return text
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in _pieces(text))


def _pieces(text: str) -> list[bytes]:
    """Whole characters, at most 45 bytes each: an encoded word has at most 75 characters."""
    pieces = [b""]
    for char in text:
        encoded = char.encode(errors="replace")
        if len(pieces[-1]) + len(encoded) > 45:
            pieces.append(b"")
        pieces[-1] += encoded
    return pieces


def _base64(text: str) -> str:
    encoded = base64.encodebytes(text.encode(errors="replace")).decode("ascii")
    return encoded.rstrip("\n").replace("\n", "\r\n")
