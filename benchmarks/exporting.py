"""A million rows of eight columns as files, beside COPY to a file; a chart as a picture; the query log."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone
from psycopg import sql

from accounts.actor import Actor
from accounts.models import Organization
from accounts.services import actor_by_email
from benchmarks.measure import Measurement, Unit, best_of, note
from benchmarks.memory import peak_growth
from querying import services
from querying.catalog import ColumnType
from querying.charts import chart_for
from querying.models import DataSource
from querying.pictures import draw_picture
from querying.query_log import Asked, View, read_log
from querying.results import ResultColumn, ResultSet

ROWS = 1_000_000
LOGGED = 1_000_000
DATABASE = "bench_exports"
EVERYTHING = "SELECT * FROM sales"
TABLE = """
CREATE TABLE sales AS SELECT i AS id, 'name ' || i AS name,
    (ARRAY['Germany', 'France', 'Japan'])[1 + i % 3] AS country, (i / 100.0)::numeric(12, 2) AS price,
    i / 7.0::float8 AS ratio, DATE '2026-01-01' + i % 500 AS day,
    TIMESTAMPTZ '2026-01-01 00:00Z' + i * INTERVAL '1 minute' AS at, i % 2 = 0 AS flag
FROM generate_series(1, {rows}) AS i
"""
LOG = """
INSERT INTO querying_analyticsquery (id, organization_id, user_id, role, source_id, purpose, question, sql,
    sql_run, status, code, sqlstate, milliseconds, row_count, generated_by, provider, model, cached, private,
    keepable, fingerprint, created_at)
SELECT gen_random_uuid(), %(organization)s, %(user)s, 'owner', %(source)s, 'chat', '', 'SELECT ' || i, '',
    CASE WHEN i %% 20 = 0 THEN 'error' WHEN i %% 33 = 0 THEN 'blocked' ELSE 'success' END,
    CASE WHEN i %% 20 = 0 THEN 'db.timeout' WHEN i %% 33 = 0 THEN 'sql.relation' ELSE '' END, '',
    random() * 1000, 10, 'planner', '', '', i %% 5 = 0, false, true, to_hex(i %% 1000),
    now() - random() * INTERVAL '90 days'
FROM generate_series(1, {rows}) AS i
"""


def measure_exports(email: str) -> list[Measurement]:
    """Files, pictures, and the page of the log."""
    actor = actor_by_email(email, organization_slug="nordwind")
    with sales_source(actor) as (source, url):
        return [*measure_files(actor, source, url), measure_picture(), *measure_log(actor, source)]


def measure_files(actor: Actor, source: DataSource, url: str) -> list[Measurement]:
    """Each format beside COPY into a file, and the memory that it takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows"

        def copy() -> None:
            with (
                psycopg.connect(url) as database,
                path.open("wb") as file,
                database.cursor() as cursor,
                cursor.copy(f"COPY ({EVERYTHING}) TO STDOUT (FORMAT csv)") as lines,
            ):
                for line in lines:
                    file.write(line)

        def export(extension: str) -> None:
            made = services.open_export(
                actor=actor, source=source, sql=EVERYTHING, extension=extension, clock=timezone.now()
            )
            with closing(made.blocks) as blocks, path.open("wb") as file:
                for block in blocks:
                    file.write(block)

        reference = best_of(copy) / ROWS
        measured = []
        for extension in ("csv", "json", "xlsx"):
            growth = peak_growth(partial(export, extension))
            rounds = 3 if extension == "csv" else 1
            ours = best_of(partial(export, extension), rounds=rounds) / ROWS
            budget, text = (reference / 0.6, "0.6x of COPY's rate") if extension == "csv" else (None, "")
            name = f"{ROWS:,} rows to {extension.upper()}"
            measured += [
                Measurement(name, ours, reference, "COPY to a file", ours, budget, text, Unit.SECONDS_EACH),
                Measurement(f"{name}: memory", growth, None, "", growth, 50e6, "50 MB", Unit.BYTES),
            ]
    return measured


def measure_picture() -> Measurement:
    """A chart of 60 points as PNG, the process being up."""
    month = dt.date(2020, 1, 1)
    rows = tuple((month + dt.timedelta(days=30 * number), number * 7) for number in range(60))
    columns = (ResultColumn("month", ColumnType.DATE), ResultColumn("n", ColumnType.INTEGER))
    spec = chart_for(ResultSet(columns, rows), title="Sales by month")
    assert spec is not None
    draw_picture(spec, "png", language="en")
    return note("chart as PNG", best_of(lambda: draw_picture(spec, "png", language="en")))


def measure_log(actor: Actor, source: DataSource) -> list[Measurement]:
    """What the page of 30 days reads, of a million executions of one organization in 90 days."""
    values = {"organization": actor.organization_id, "user": actor.user_id, "source": source.pk}
    with connection.cursor() as cursor:
        cursor.execute(LOG.format(rows=LOGGED), values)
        cursor.execute("VACUUM ANALYZE querying_analyticsquery")
    try:
        return [
            note(
                f"query log of {LOGGED:,}: {view}, 30 days",
                best_of(partial(read_log, actor, Asked(view, 30))),
            )
            for view in (View.SLOWEST, View.FREQUENT, View.REFUSED)
        ]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM querying_analyticsquery WHERE source_id = %s", [source.pk])


@contextmanager
def sales_source(actor: Actor) -> Iterator[tuple[DataSource, str]]:
    """The rows in a database of their own: the source and its address; removed in the end."""
    name = sql.Identifier(DATABASE)
    url = urlunsplit(urlsplit(settings.DEMO_ADMIN_URL)._replace(path=f"/{DATABASE}"))
    with psycopg.connect(settings.DEMO_ADMIN_URL, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
    with psycopg.connect(url, autocommit=True) as database:
        database.execute(TABLE.format(rows=ROWS).encode())
        database.execute("VACUUM ANALYZE sales")
    organization = Organization.objects.get(pk=actor.organization_id)
    source = services.connect("Bench exports", url, organization=organization).source
    try:
        yield source, url
    finally:
        source.delete()
