"""Data sources whose server now listens elsewhere on this machine."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from django.db import transaction

from accounts.crypto import Undecryptable, encrypt
from querying.models import DataSource
from querying.services.policies import bump_version

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@transaction.atomic
def move_sources(old_port: int, new_port: int) -> int:
    """Let the sources on a port of this machine follow their server to another; gives how many did."""
    return sum(_move(source, old_port, new_port) for source in DataSource.objects.select_for_update())


def _move(source: DataSource, old_port: int, new_port: int) -> bool:
    try:
        reader, admin = source.reader_url, source.admin_url
    except Undecryptable:
        return False  # the doctor says so; its address can't be read, let alone changed
    moved = _with_port(reader, old_port, new_port), _with_port(admin, old_port, new_port)
    if moved == (reader, admin):
        return False
    source.encrypted_reader_url, source.encrypted_admin_url = encrypt(moved[0]), encrypt(moved[1])
    source.save(update_fields=["encrypted_reader_url", "encrypted_admin_url"])
    bump_version(source)
    return True


def _with_port(url: str, old_port: int, new_port: int) -> str:
    parts = urlsplit(url)
    if parts.hostname in LOOPBACK and parts.port == old_port:
        return urlunsplit(parts._replace(netloc=parts.netloc.removesuffix(str(old_port)) + str(new_port)))
    # Readers that we made have host and port behind the question mark.
    asked = dict(parse_qsl(parts.query))
    if asked.get("host") in LOOPBACK and asked.get("port") == str(old_port):
        query = urlencode(asked | {"port": str(new_port)}, quote_via=quote)
        return f"{url.partition('?')[0]}?{query}"
    return url
