"""The shop: a web shop of three organizations, made by SQL in a database of its own."""

from __future__ import annotations

import datetime as dt

import psycopg

from copilot_site.demo.databases import Contents, Report, make_database, read_script, run_script

DATABASE = "insight_shop"
LOADER_VERSION = 2


def make_shop(admin_url: str, report: Report, *, day: dt.date, events: int) -> bool:
    """Make the shop as it is on the morning of `day`, with so many events, unless it is there."""

    def load(connection: psycopg.Connection, report: Report) -> None:
        load_shop(connection, report, day=day, events=events)

    contents: Contents = {"loader": LOADER_VERSION, "day": day.isoformat(), "events": events}
    return make_database(admin_url, DATABASE, contents, load, report)


def load_shop(connection: psycopg.Connection, report: Report, *, day: dt.date, events: int) -> None:
    """Fill an empty database; the last day with data is the one before `day`."""
    connection.execute("SELECT set_config('demo.day', %s, false)", [day.isoformat()])
    connection.execute("SELECT set_config('demo.events', %s, false)", [str(events)])
    run_script(connection, read_script("shop.sql"), report)
    connection.execute("VACUUM (FREEZE, ANALYZE)")
