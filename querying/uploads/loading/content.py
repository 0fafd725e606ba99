"""What a file is, by its bytes: its name is never believed. Text comes out as UTF-8 with plain line ends."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from querying.uploads.loading.problems import Problem

CHUNK = 1 << 20
MAGIC = b"PAR1"
ENCRYPTED_MAGIC = b"PARE"
# How files begin that are no text, and how people call them.
OTHER_KINDS = {
    b"PK\x03\x04": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"(\xb5/\xfd": "zstd",
    b"7z\xbc\xaf": "7z",
    b"%PDF": "pdf",
    b"\xd0\xcf\x11\xe0": "excel",
    b"SQLite format 3": "sqlite",
    b"Obj\x01": "avro",
    b"ARROW1": "arrow",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
}
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def is_parquet(path: Path) -> bool:
    """Whether it is Parquet, and whole. Raises Problem for anything that is neither that nor text."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(16)
        file.seek(max(0, size - 4))
        tail = file.read(4)
    if not head:
        raise Problem("empty")
    if head[:4] == ENCRYPTED_MAGIC or (head[:4] == MAGIC and tail == ENCRYPTED_MAGIC):
        raise Problem("parquet_encrypted")
    if head[:4] == MAGIC:
        if tail != MAGIC or size < 12:
            raise Problem("parquet_truncated")
        return True
    for start, kind in OTHER_KINDS.items():
        if head.startswith(start):
            raise Problem("other_kind", kind=kind)
    return False


def as_utf8(path: Path, copy: Path) -> tuple[Path, str]:
    """The file itself where it is UTF-8 with one kind of line end, else a copy that is; and its encoding.

    Raises Problem for what is no text in any encoding that we know.
    """
    encoding = encoding_of(path)
    if encoding == "utf-8" and _is_plain(path):
        return path, encoding
    with copy.open("wb") as target:
        decoder = codecs.getincrementaldecoder(encoding)(
            errors="replace" if encoding == "cp1252" else "strict"
        )
        newlines = _Newlines()
        try:
            for chunk in _chunks(path):
                target.write(newlines.plain(decoder.decode(chunk)).encode(errors="strict"))
            target.write(newlines.plain(decoder.decode(b"", True), last=True).encode())
        except UnicodeError:
            raise Problem("not_text") from None
    return copy, encoding


def encoding_of(path: Path) -> str:
    """By its mark, by where its NULs stand, by whether it is UTF-8; else that of Western Windows."""
    with path.open("rb") as file:
        head = file.read(CHUNK)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return _wide(head)
    return "utf-8" if _is_utf8(path) else "cp1252"


def _wide(head: bytes) -> str:
    """UTF-16 without a mark has its NULs in every other place. Raises Problem for any others."""
    half = max(1, len(head) // 2)
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 and even < 0.02:
        return "utf-16-le"
    if even > 0.4 and odd < 0.02:
        return "utf-16-be"
    raise Problem("nul", line=head[: head.index(b"\0")].count(b"\n") + 1)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines = 1
    try:
        for chunk in _chunks(path):
            if (at := chunk.find(b"\0")) >= 0:
                raise Problem("nul", line=lines + chunk[:at].count(b"\n"))
            lines += chunk.count(b"\n")
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _is_plain(path: Path) -> bool:
    """Whether all lines end alike, with a line feed: what is mixed no reader of CSV takes."""
    feeds = pairs = returns = 0
    previous = b""
    for chunk in _chunks(path):
        feeds += chunk.count(b"\n")
        pairs += chunk.count(b"\r\n") + (previous == b"\r" and chunk[:1] == b"\n")
        returns += chunk.count(b"\r")
        previous = chunk[-1:]
    return returns == pairs and pairs in (0, feeds)


class _Newlines:
    """Line ends as line feeds, also where a pair is cut between two chunks."""

    def __init__(self) -> None:
        self._held = ""

    def plain(self, text: str, *, last: bool = False) -> str:
        text = self._held + text
        self._held = "\r" if text.endswith("\r") and not last else ""
        text = text[: len(text) - len(self._held)]
        return text.replace("\r\n", "\n").replace("\r", "\n")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
