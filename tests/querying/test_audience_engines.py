"""Who a query names, in databases of every other kind: by origin, within what the actor sees."""

import datetime as dt
import sqlite3

import duckdb
import pymysql
import pytest

from accounts.roles import Role
from querying import services
from querying.engines import ENGINES
from querying.engines.duckdb import addresses as duckdb_addresses
from querying.engines.mysql.addresses import parse_url
from querying.engines.sqlite import addresses
from querying.guard import GuardRefusal
from querying.models import AnalyticsQuery, DataSource
from querying.services import PersonKey, count_people, read_people, stream_people
from querying.services.connecting import connect_file
from tests.querying.conftest import member

CLOCK = dt.datetime(2025, 7, 10, 12, tzinfo=dt.UTC)
ODD = r"a'b\c"
MAKE = [
    """CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, tenant_id INTEGER, email VARCHAR(40),
        {q}card no{q} VARCHAR(20) NOT NULL UNIQUE)""",
    """CREATE TABLE purchases (id INTEGER NOT NULL PRIMARY KEY, tenant_id INTEGER, person_id INTEGER NOT NULL,
        amount DECIMAL(8, 2), bought_at TIMESTAMP NULL, FOREIGN KEY (person_id) REFERENCES people (id))""",
    "INSERT INTO people VALUES "
    + ", ".join(f"({n}, {1 + n % 2}, 'person{n}@example.com', 'card{n}')" for n in range(1, 13)),
    "INSERT INTO people VALUES (20, 1, 'odd@example.com', {odd})",
    "INSERT INTO purchases VALUES "
    + ", ".join(f"({100 + n}, {1 + n % 2}, {n}, {n * 10}, '2025-07-01 10:00:00')" for n in range(1, 13)),
    # Ours bought for one of theirs: their key stands in a row that may be seen.
    "INSERT INTO purchases VALUES (200, 1, 3, 500, '2025-07-10 10:00:00')",
]
NORTH = ["2", "4", "6", "8", "10", "12", "20"]
BOUGHT = NORTH[:6]
NAMED = [
    ("SELECT id FROM people", NORTH),
    ("(SELECT * FROM people);", NORTH),
    ("SELECT email, p.id AS person FROM people p -- all", NORTH),
    ("WITH named AS (SELECT id FROM people WHERE id < 7) SELECT named.id FROM named", NORTH[:3]),
    ("SELECT p.id, u.person_id FROM people p JOIN purchases u ON u.person_id = p.id", BOUGHT),
    ("SELECT id FROM people ORDER BY id LIMIT 2", NORTH[:2]),
    ("SELECT p.id FROM people p WHERE p.id IN (3, 4)", ["4"]),
]
LED = [
    ("SELECT person_id FROM purchases", BOUGHT),
    ("SELECT person_id, sum(amount) FROM purchases GROUP BY person_id HAVING sum(amount) > 75", BOUGHT[3:]),
    ("SELECT person_id FROM purchases WHERE amount = 500", []),
]
"""By a foreign key."""
NOBODY = [
    "SELECT id FROM purchases",
    "SELECT id + 0 AS id FROM people",
    "SELECT count(*) AS id FROM people",
    "SELECT 2 AS id",
    "SELECT id FROM people UNION SELECT id FROM purchases",
    "SELECT id FROM (SELECT id * 2 AS id FROM people) x",
    "SELECT coalesce(id, 1) AS id FROM people",
]
ATTACKS = [
    "SELECT id) SELECT 1; DROP TABLE people; SELECT (1",
    "SELECT id FROM people) UNION (SELECT id FROM people",
    "DELETE FROM people",
]


def _statements(kind):
    quote = "`" if kind == "mysql" else '"'
    odd = "'" + ODD.replace("'", "''") + "'"
    odd = odd.replace("\\", "\\\\") if kind == "mysql" else odd
    return [statement.format(q=quote, odd=odd) for statement in MAKE]


def _make(kind, folder, request):
    """A club of two organizations in a database of this kind, and its address."""
    statements = _statements(kind)
    if kind == "sqlite":
        connection = sqlite3.connect(folder / "club.db")
        connection.executescript(";\n".join(statements))
        connection.close()
        return addresses.url_of(folder / "club.db")
    if kind == "duckdb":
        with duckdb.connect(str(folder / "club.duckdb")) as connection:
            connection.execute(";\n".join(statements))
        return duckdb_addresses.url_of(folder / "club.duckdb")
    url = f"{request.getfixturevalue('mariadb_url')}/club"
    address = parse_url(url)
    connection = pymysql.connect(host=address.host, port=address.port, user="root", autocommit=True)
    with connection.cursor() as cursor:
        for statement in ["DROP DATABASE IF EXISTS club", "CREATE DATABASE club", "USE club", *statements]:
            cursor.execute(statement)
    connection.close()
    return url


@pytest.fixture(params=["sqlite", "duckdb", "mysql"])
def club(request, tmp_path, north, south):
    """The club, cut by `tenant_id` and shared by both; north's are the even ids."""
    before = addresses._folders
    addresses.allow_folders([tmp_path])
    url = _make(request.param, tmp_path, request)
    if request.param == "duckdb":
        made = DataSource(name="Club", engine="duckdb", scope_column="tenant_id")
        source = connect_file(made, url, organization=north)
    else:
        source = services.connect("Club", url, organization=north, scope_column="tenant_id").source
    services.share_with(source, organization=south)
    yield source
    ENGINES[source.engine].forget(source.reader_url)
    addresses.allow_folders(before)


def key_of(source, column="id"):
    return PersonKey(("club" if source.engine == "mysql" else "main", "people"), column)


def people(actor, source, sql, column="id"):
    key = key_of(source, column)
    with stream_people(actor=actor, source=source, sql=sql, key=key, clock=CLOCK) as lines:
        return sorted((line.decode().rstrip("\n") for line in lines), key=lambda each: (len(each), each))


def test_people_are_those_of_the_key_column_and_the_organization(manager, club, south):
    named = [*NAMED, *LED]
    assert {sql: people(manager, club, sql) for sql, _expected in named} == dict(named)
    key = key_of(club)
    counts = [
        count_people(actor=manager, source=club, sql=sql, key=key, clock=CLOCK).count for sql, _keys in named
    ]
    assert counts == [len(expected) for _sql, expected in named]
    theirs = people(member(south, Role.MANAGER), club, "SELECT id FROM people")
    assert theirs == ["1", "3", "5", "7", "9", "11"]
    assert AnalyticsQuery.objects.filter(purpose="audience", status="success").count() == 2 * len(named) + 1


def test_a_column_merely_called_so_and_attacks_are_refused(manager, club):
    for sql in NOBODY:
        with pytest.raises(GuardRefusal, match=r"people\.id"):
            people(manager, club, sql)
    for sql in ATTACKS:
        with pytest.raises(GuardRefusal):
            people(manager, club, sql)


def test_people_are_read_within_the_organization_and_keys_are_values(owner, club):
    key, card = key_of(club), key_of(club, "card no")
    found = read_people(
        actor=owner, source=club, key=key, keys=["1", "2", "4"], columns=["email"], clock=CLOCK
    )
    assert sorted(found.rows) == [(2, "person2@example.com"), (4, "person4@example.com")]
    keys = ["card2", "card3", ODD, "') OR true -- ", "\\') OR 1=1 # ", "\\"]
    found = read_people(actor=owner, source=club, key=card, keys=keys, columns=["email"], clock=CLOCK)
    assert sorted(found.rows) == [(ODD, "odd@example.com"), ("card2", "person2@example.com")]
    quote = "`" if club.engine == "mysql" else '"'
    asked = f"SELECT {quote}card no{quote} FROM people WHERE id > 11"
    assert people(owner, club, asked, "card no") == [ODD.replace("\\", "\\\\"), "card12"]  # as COPY escapes
