"""Data sources follow a server of this machine to its new port, and no other does."""

import pytest

from accounts.crypto import encrypt
from querying.models import DataSource
from querying.services import move_sources


def make_source(name: str, reader: str, admin: str = "") -> DataSource:
    return DataSource.objects.create(
        name=name, encrypted_reader_url=encrypt(reader), encrypted_admin_url=encrypt(admin)
    )


@pytest.mark.django_db
def test_move_sources_changes_the_port_in_both_forms_and_nothing_else():
    ours = make_source(
        "ours",
        "postgresql:///shop?user=reader&password=p%40ss%20word&host=127.0.0.1&port=21000",
        "postgresql://admin:s%3Acret@127.0.0.1:21000/shop",
    )
    other_port = make_source("other port", "postgresql://reader:x@127.0.0.1:21001/shop")
    elsewhere = make_source("elsewhere", "postgresql://reader:x@db.example.com:21000/shop")

    assert move_sources(21000, 22000) == 1

    for source in (ours, other_port, elsewhere):
        source.refresh_from_db()
    assert (
        ours.reader_url == "postgresql:///shop?user=reader&password=p%40ss%20word&host=127.0.0.1&port=22000"
    )
    assert ours.admin_url == "postgresql://admin:s%3Acret@127.0.0.1:22000/shop"
    assert other_port.reader_url == "postgresql://reader:x@127.0.0.1:21001/shop"
    assert elsewhere.reader_url == "postgresql://reader:x@db.example.com:21000/shop"
    assert (ours.version, other_port.version, elsewhere.version) == (2, 1, 1)
