"""A segment of a SQLite file: from the source's audience and a question, to members and their addresses."""

import sqlite3

import pytest

from campaigns import services
from campaigns.audience import people_of
from campaigns.enums import SegmentStatus
from campaigns.preparing import read_contacts
from knowledge.bundles import import_bundle
from knowledge.semantic.query import ColumnField, SemanticQuery
from querying import services as querying
from querying.engines.sqlite import addresses
from querying.guard import GuardRefusal
from tests.campaigns.conftest import BUNDLE, CLOCK, EVERYBODY

CLUB = """
CREATE TABLE people (
    id INTEGER PRIMARY KEY, tenant_id INTEGER NOT NULL, email TEXT, full_name TEXT, language TEXT,
    joined DATE NOT NULL
);
CREATE TABLE purchases (
    id INTEGER PRIMARY KEY, tenant_id INTEGER NOT NULL, person_id INTEGER NOT NULL REFERENCES people,
    amount DECIMAL(10, 2), bought_at TIMESTAMP
);
INSERT INTO people VALUES
    (1, 2, 'one@example.com', 'One', 'en', '2025-01-01'),
    (2, 1, 'two@example.com', 'Two', 'fr', '2025-01-02'),
    (3, 2, 'three@example.com', 'Three', 'en', '2025-01-03'), (4, 1, NULL, 'Four', 'en', '2025-01-04');
INSERT INTO purchases VALUES (1, 1, 2, 10, '2025-07-01 10:00:00'), (2, 2, 3, 20, '2025-07-02 10:00:00');
"""


@pytest.fixture
def file(tmp_path, north, south):
    before = addresses._folders
    addresses.allow_folders([tmp_path])
    with sqlite3.connect(tmp_path / "club.db") as connection:
        connection.executescript(CLUB)
    connection.close()
    url = addresses.url_of(tmp_path / "club.db")
    source = querying.connect("Club file", url, organization=north, scope_column="tenant_id").source
    querying.share_with(source, organization=south)
    for organization in (north, south):
        import_bundle(BUNDLE, source=source, organization=organization)
    yield source
    addresses.allow_folders(before)


def test_a_segment_of_a_file_holds_its_organizations_people(manager, stranger, file):
    people = people_of(manager, file)
    query = SemanticQuery(people.table, columns=(ColumnField(people.table, "language"),))
    estimate = services.propose_segment(manager, source=file, query=query, clock=CLOCK)
    assert (estimate.count, estimate.id_column) == (2, "people.id")
    segment = services.create_segment(manager, source=file, name="All", query=query, clock=CLOCK)
    members = set(segment.members.values_list("person_key", flat=True))
    assert (segment.status, members) == (SegmentStatus.READY, {"2", "4"})

    theirs = services.create_segment(stranger, source=file, name="All", sql=EVERYBODY, clock=CLOCK)
    assert set(theirs.members.values_list("person_key", flat=True)) == {"1", "3"}
    contacts = read_contacts(manager, file, people, ["1", "2", "3", "4"])
    assert {key: row["email"] for key, row in contacts.items()} == {"2": "two@example.com", "4": None}
    with pytest.raises(GuardRefusal):
        services.propose_segment(manager, source=file, sql="SELECT id FROM purchases", clock=CLOCK)
