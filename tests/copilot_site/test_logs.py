import logging

import pytest
import structlog

from copilot_site.logs import clean, hide_secrets, shared_processors


@pytest.mark.parametrize(
    "name", ["password", "api_key", "apikey", "Authorization", "key", "session_cookie", "token"]
)
def test_a_secret_is_hidden_by_its_name(name):
    assert hide_secrets(None, "info", {name: "hunter2", "event": "x"})[name] == "***"


@pytest.mark.parametrize("name", ["input_tokens", "output_tokens", "keyword", "tokens"])
def test_a_count_is_no_secret(name):
    assert hide_secrets(None, "info", {name: 17})[name] == 17


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("postgresql://ann:hunter2@db:5432/x", "postgresql://ann:***@db:5432/x"),
        ("redis://:hunter2@db:6379/0", "redis://:***@db:6379/0"),
        ("Incorrect API key provided: sk-abcdef1234567890", "Incorrect API key provided: ***"),
        ("Authorization: Bearer abcdef1234567890", "Authorization: Bearer ***"),
        ("GET /ws/conversations/1/?ticket=abcdef1234567890 ", "GET /ws/conversations/1/?ticket= *** "),
        ("sent to ann@example.com", "sent to [email]"),
        ("3 rows in 12 ms", "3 rows in 12 ms"),
    ],
)
def test_a_secret_is_hidden_by_its_look(text, cleaned):
    assert clean(text) == cleaned


def test_a_traceback_holds_no_password():
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[structlog.processors.JSONRenderer()], foreign_pre_chain=shared_processors()
    )
    try:
        raise ConnectionError("no answer from postgresql://ann:hunter2@db/x")
    except ConnectionError as error:
        caught = (type(error), error, error.__traceback__)
    record = logging.LogRecord("somebody", logging.ERROR, __file__, 1, "it failed", None, caught)
    text = formatter.format(record)
    assert "no answer from postgresql://ann:***@db/x" in text
    assert "hunter2" not in text
