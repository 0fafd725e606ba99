"""The documents say what the code does."""

import re
from pathlib import Path

from copilot_site.startup import PROVIDER_VARIABLES

ROOT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(r'env\.(?:text|words|number|choice|flag|mailbox|moment|time_zone)\(\s*"([A-Z_]+)"')


def names_in_code() -> set[str]:
    found = set()
    for path in (ROOT / "copilot_site" / "settings").glob("*.py"):
        found |= set(READ.findall(path.read_text()))
    return found


def test_every_setting_is_documented_and_every_documented_setting_is_read():
    lines = (ROOT / "docs/settings.md").read_text().splitlines()
    rows = [line.split("|")[1] for line in lines if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert documented == names_in_code() | set(PROVIDER_VARIABLES)


def test_the_example_environment_names_only_what_is_read():
    named = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert named <= names_in_code() | set(PROVIDER_VARIABLES)


def test_the_makefile_has_the_agreed_targets():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    assert {"setup", "run", "test", "lint", "types", "bench", "clean"} <= targets


def test_no_lock_names_a_host():
    for path in (*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"):
        assert "://" not in path.read_text(), path.name
