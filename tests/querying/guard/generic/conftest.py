"""The shops, made once for all tests of the generic guard, in each engine that is on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from querying.engines.sqlite import addresses
from tests.querying.guard.generic.answers import Shops
from tests.querying.guard.generic.data import rows, visible_rows
from tests.querying.guard.generic.mysql_twins import make_database
from tests.querying.guard.generic.sqlite_twins import make_file


@pytest.fixture(scope="session")
def sqlite_folder(tmp_path_factory) -> Iterator[Path]:
    """A folder whose SQLite files may be asked."""
    folder = tmp_path_factory.mktemp("sqlite")
    addresses.allow_folders([folder])
    yield folder
    addresses.allow_folders([])


@pytest.fixture(scope="session")
def sqlite_shops(sqlite_folder: Path) -> Shops:
    return Shops(
        "sqlite",
        make_file(sqlite_folder / "first.db", rows(second=False)),
        make_file(sqlite_folder / "second.db", rows(second=True)),
        make_file(sqlite_folder / "visible.db", visible_rows(), cut=True),
    )


@pytest.fixture(scope="session")
def mysql_shops(mariadb_url: str) -> Shops:
    names = ("guard_first", "guard_second")
    first, second = (
        make_database(mariadb_url, name, rows(second=number == 1)) for number, name in enumerate(names)
    )
    visible = make_database(mariadb_url, "guard_visible", visible_rows(), cut=True)
    return Shops("mysql", first, second, visible, names)
