from pathlib import Path

import pytest

from copilot_site.environment import Environment, Problem


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return Environment(tmp_path / ".env")


@pytest.mark.parametrize("value", ["0", "-1", "1001", "1e3", "many", "4.0"])
def test_number_out_of_bounds_is_noted_and_replaced(environment, monkeypatch, value):
    monkeypatch.setenv("TURN_THREADS", value)
    assert environment.number("TURN_THREADS", 64, at_most=1000) == 64
    assert environment.problems == [
        Problem("TURN_THREADS", value, "A whole number from 1 to 1000; 64 if not set.")
    ]


def test_empty_counts_as_not_set(environment, monkeypatch):
    for name in ("A_TEXT", "A_NUMBER", "A_FLAG", "A_LIST", "A_CHOICE"):
        monkeypatch.setenv(name, " ")
    assert environment.text("A_TEXT", "x") == "x"
    assert environment.number("A_NUMBER", 3) == 3
    assert environment.flag("A_FLAG", True) is True
    assert environment.words("A_LIST", ["a"]) == ["a"]
    assert environment.choice("A_CHOICE", "b", ("a", "b")) == "b"
    assert environment.problems == []


def test_words_flags_and_choices_are_read(environment, monkeypatch):
    monkeypatch.setenv("A_LIST", "one, two,,")
    monkeypatch.setenv("A_FLAG", "Off")
    monkeypatch.setenv("A_CHOICE", "json")
    assert environment.words("A_LIST") == ["one", "two"]
    assert environment.flag("A_FLAG", True) is False
    assert environment.choice("A_CHOICE", "text", ("text", "json")) == "json"


def test_unknown_flag_choice_and_time_zone_are_noted(environment, monkeypatch):
    monkeypatch.setenv("A_FLAG", "perhaps")
    monkeypatch.setenv("A_CHOICE", "xml")
    monkeypatch.setenv("A_ZONE", "../Europe/Atlantis")
    assert environment.flag("A_FLAG", False) is False
    assert environment.choice("A_CHOICE", "text", ("text", "json")) == "text"
    assert environment.time_zone("A_ZONE", "UTC") == "UTC"
    assert [problem.name for problem in environment.problems] == ["A_FLAG", "A_CHOICE", "A_ZONE"]


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("FROM_BOTH", "environment")
    monkeypatch.setenv("FROM_FILE", "")
    monkeypatch.delenv("FROM_FILE")
    (tmp_path / ".env").write_text("FROM_BOTH=file\nFROM_FILE=file\n")
    environment = Environment(tmp_path / ".env")
    assert (environment.text("FROM_BOTH"), environment.text("FROM_FILE")) == ("environment", "file")
