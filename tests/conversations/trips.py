"""A small database of trips, of two organizations that look alike; and what a command says about it."""

from __future__ import annotations

import io
import json
from typing import Any

from django.core.management import CommandError, call_command

TRIPS = """
CREATE TABLE carriers (code text PRIMARY KEY, name text NOT NULL);
CREATE TABLE trips (
    id int PRIMARY KEY, tenant_id int NOT NULL, carrier text NOT NULL REFERENCES carriers,
    origin text NOT NULL, delay numeric(6, 1), flown_on date NOT NULL, contact_email text
);
INSERT INTO carriers VALUES ('AA', 'Alpha Air'), ('BB', 'Beta Lines');
INSERT INTO trips SELECT i, 1 + i % 2, CASE WHEN i % 3 = 0 THEN 'AA' ELSE 'BB' END,
    CASE WHEN i % 4 < 2 THEN 'Paris' ELSE 'Lyon' END, i % 10, date '2025-01-01' + i,
    'person' || i || '@example.com'
FROM generate_series(1, 120) i;
ANALYZE;
"""
NOW = "2025-06-15T12:00:00+00:00"


def ask_command(question: str, **options: Any) -> dict[str, Any]:
    """The object that `ask --json` prints; `exit` is 1 where the command failed."""
    printed = io.StringIO()
    code = 0
    try:
        call_command("ask", question, json=True, stdout=printed, **{"now": NOW} | options)
    except CommandError:
        code = 1
    return json.loads(printed.getvalue()) | {"exit": code}
