"""The club: members, activities, money and check-ins of three organizations, made by SQL in its database."""

from __future__ import annotations

import datetime as dt

import psycopg

from copilot_site.demo.databases import Contents, Report, make_database, read_script, run_script

DATABASE = "insight_club"
LOADER_VERSION = 6


def make_club(admin_url: str, report: Report, *, day: dt.date) -> bool:
    """Make the club as it is on the morning of `day`, unless it is there; whether it had to be made."""

    def load(connection: psycopg.Connection, report: Report) -> None:
        load_club(connection, report, day=day)

    contents: Contents = {"loader": LOADER_VERSION, "day": day.isoformat()}
    return make_database(admin_url, DATABASE, contents, load, report)


def load_club(connection: psycopg.Connection, report: Report, *, day: dt.date) -> None:
    """Fill an empty database; the last day with data is the one before `day`."""
    connection.execute("SELECT set_config('demo.day', %s, false)", [day.isoformat()])
    run_script(connection, read_script("club.sql"), report)
    connection.execute("VACUUM (FREEZE, ANALYZE)")
