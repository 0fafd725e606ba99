"""The whole demo: databases, organizations and people, data sources with their knowledge, sign-ins."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from copilot_site.demo import club, flights, shop
from copilot_site.demo.databases import Report, loaded_contents
from copilot_site.demo.people import SignIn, make_organizations, make_people
from copilot_site.demo.sign_ins import known_passwords, write_sign_ins
from copilot_site.demo.sources import connect_sources


def load_demo(
    admin_url: str,
    sign_ins_file: Path,
    report: Report,
    *,
    day: dt.date | None = None,
    events: int | None = None,
    default_events: int,
) -> list[SignIn]:
    """Load what is missing of the demo and give its sign-ins.

    Without `day` or `events` a loaded shop and club stay as they are; else they are made for today, with
    `default_events`. `admin_url` is a superuser of the server that holds, or is to hold, the demo databases.
    """
    held = loaded_contents(admin_url, shop.DATABASE)
    day = day or dt.date.fromisoformat(str(held.get("day", dt.datetime.now(dt.UTC).date().isoformat())))
    events = events or int(held.get("events", default_events))
    made = {
        flights.DATABASE: flights.make_flights(admin_url, report),
        shop.DATABASE: shop.make_shop(admin_url, report, day=day, events=events),
        club.DATABASE: club.make_club(admin_url, report, day=day),
    }
    organizations = make_organizations()
    sign_ins = make_people(organizations, known_passwords(sign_ins_file))
    report(f"{len(organizations)} organizations, {len({sign_in.email for sign_in in sign_ins})} people")
    made_anew = [database for database, is_new in made.items() if is_new]
    connect_sources(admin_url, organizations.values(), made_anew, report)
    write_sign_ins(sign_ins_file, sign_ins)
    return sign_ins
