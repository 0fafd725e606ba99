"""What docs and README say of the guard is so."""

import re
from pathlib import Path

from querying.guard.rules import RULES
from tests.querying.guard.corpora import HONEST, HONEST_BY_KIND, REFUSED, attacks

ROOT = Path(__file__).parents[3]
GUARD = (ROOT / "docs" / "guard.md").read_text()


def test_every_rule_is_listed_with_its_code_and_sentence():
    rows = re.findall(r"^\| `([\w-]+)` \| `([\w.]+)` \| (.+) \|$", GUARD, re.MULTILINE)
    assert rows == [(name, rule.code, rule.template.replace("%%", "%")) for name, rule in RULES.items()]


def test_every_rule_is_raised_somewhere():
    sources = "".join(
        path.read_text()
        for folder in ("querying/guard", "querying/services", "knowledge")
        for path in (ROOT / folder).rglob("*.py")
        if path.name != "rules.py"
    )
    assert [name for name in RULES if f'"{name}"' not in sources] == []


def test_measures_are_told_as_they_are():
    """Figures of a run: what was added since may be missing, but not more than a twentieth."""
    readme = (ROOT / "README.md").read_text()
    for text, pattern, true in (
        (GUARD, r"attacks, in \d+ kinds \| ([\d,]+) \| \1 stopped", len(attacks())),
        (GUARD, r"questions, in \d+ kinds \| ([\d,]+) \| \1 accepted", len(HONEST)),
        (GUARD, r"([\d,]+) are refused", len(REFUSED)),
        (readme, r"([\d,]+) attacks", len(attacks())),
        (readme, r"([\d,]+) honest questions", len(HONEST)),
    ):
        found = re.search(pattern, text)
        assert found is not None, pattern
        assert 0.95 * true <= int(found.group(1).replace(",", "")) <= true, pattern
    kinds = len({attack.kind for attack in attacks()}), len(HONEST_BY_KIND)
    assert f"attacks, in {kinds[0]} kinds" in GUARD
    assert f"questions, in {kinds[1]} kinds" in GUARD
