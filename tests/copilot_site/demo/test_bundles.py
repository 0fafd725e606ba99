"""The knowledge of the demo names what the databases hold, in both languages, and its SQL runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import yaml

from copilot_site.demo.databases import read_script

SOURCES = ("flights", "shop", "club")


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest) -> tuple[dict[str, Any], psycopg.Connection]:
    bundle = yaml.safe_load(read_script(f"bundles/{request.param}.yaml"))
    return bundle, request.getfixturevalue(request.param)


def columns_of(connection: psycopg.Connection) -> set[tuple[str, str]]:
    rows = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    return {(table, column) for table, column in rows}


def test_bundle_names_columns_that_exist(source: tuple[dict[str, Any], psycopg.Connection]):
    bundle, connection = source
    named = {(table["name"], column["name"]) for table in bundle["tables"] for column in table["columns"]}
    named |= {(join["from"], here) for join in bundle["joins"] for here, _there in join["on"]}
    named |= {(join["to"], there) for join in bundle["joins"] for _here, there in join["on"]}
    assert named - columns_of(connection) == set()


def test_bundle_describes_every_column_of_its_tables(source: tuple[dict[str, Any], psycopg.Connection]):
    bundle, connection = source
    named = {(table["name"], column["name"]) for table in bundle["tables"] for column in table["columns"]}
    # The weather's year, month, day and hour say again what time_hour says.
    again = {("weather", column) for column in ("year", "month", "day", "hour")}
    assert columns_of(connection) - named - again == set()


def labelled(bundle: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kind in ("tables", "dimensions", "metrics", "segments"):
        for item in bundle.get(kind, []):
            yield item
            yield from item.get("columns", [])


def test_bundle_speaks_both_languages(source: tuple[dict[str, Any], psycopg.Connection]):
    bundle, _connection = source
    assert [item["name"] for item in labelled(bundle) if set(item["label"]) != {"en", "fr"}] == []


def test_bundle_joins_do_not_multiply_rows(source: tuple[dict[str, Any], psycopg.Connection]):
    bundle, connection = source
    for join in bundle["joins"]:
        columns = ", ".join(there for _here, there in join["on"])
        doubles = f"SELECT 1 FROM {join['to']} GROUP BY {columns} HAVING count(*) > 1 LIMIT 1"
        assert connection.execute(doubles).fetchone() is None, join["name"]


def test_bundle_metrics_give_a_number(source: tuple[dict[str, Any], psycopg.Connection]):
    bundle, connection = source
    for metric in bundle["metrics"]:
        if "formula" in metric:
            continue
        where = " AND ".join(metric.get("filters", [])) or "true"
        query = f"SELECT {metric['sql']} FROM {metric['table']} WHERE {where}"
        row = connection.execute(query).fetchone()
        assert row is not None
        assert row[0], metric["name"]


def test_bundle_segments_are_neither_empty_nor_all(source: tuple[dict[str, Any], psycopg.Connection]):
    bundle, connection = source
    for segment in bundle["segments"]:
        query = f"SELECT count(*) FILTER (WHERE {segment['filter']}), count(*) FROM {segment['table']}"
        query = query.replace("now()", "timestamptz '2026-06-15'").replace(
            "current_date", "date '2026-06-15'"
        )
        found = connection.execute(query).fetchone()
        assert found is not None
        assert 0 < found[0] < found[1], segment["name"]


def test_bundle_verified_queries_have_rows(source: tuple[dict[str, Any], psycopg.Connection]):
    bundle, connection = source
    for query in bundle["verified_queries"]:
        sql = query["sql"].replace("now()", "timestamptz '2026-06-15'")
        assert connection.execute(sql).fetchall(), query["question"]
