"""Breaks the guard for other databases on purpose (`python -m benchmarks.mutations_generic`).

As mutations.py does with PostgreSQL's: each mutant in a process of its own, first the tests that need no
database; then the twins, as SQLite and DuckDB files, are asked those statements of the corpora of which the
mutant makes other SQL. Lists of words have mutants too: one left out, or a foreign one put in. What no query
can tell from the guard is listed with its reason in mutations_generic_alike.json. See docs/guard.md.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import inspect
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.mutants import Mutant, _walk, mutants_of
from benchmarks.mutations import GUARD, ROOT, UNCHANGED, Check, Fixtures, _cases, in_a_process, run

ALIKE = ROOT / "benchmarks" / "mutations_generic_alike.json"
VAR = ROOT / "var" / "mutations_generic"
TESTS = ("snapshots", "fences", "names", "clock", "walls", "attacks")
LOADED_BEFORE = (
    "pytest",
    "duckdb",
    "sqlglot",
    "sqlglot.dialects.duckdb",
    "sqlglot.dialects.mysql",
    "sqlglot.dialects.sqlite",
    "querying.catalog",
    "querying.limits",
)
TWINS = ("sqlite", "duckdb")
SECONDS = 600
"""For one mutant: a busy machine must not take its slowness for a test that turned red."""
LEFT_OUT = 3
"""Of each list of words, so many are left out, one at a time."""
PUT_IN = {
    "scalars": ("getenv", "load_extension", "load_file", "abs"),
    "aggregates": ("getenv", "printf"),
    "raising": ("getvariable", "load_extension", "benchmark"),
    "types": ("BLOB", "STRUCT", "GEOMETRY"),
}
"""Words to put into lists, by the list's name."""


def main(arguments: Sequence[str]) -> int:
    """Runs the mutants, prints score and survivors; 1 if some live."""
    parser = argparse.ArgumentParser("python -m benchmarks.mutations_generic")
    parser.add_argument("--count", type=int, default=300, help="how many, chosen by the seed; 0: all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--only", default="", help="mutants of files that one of these, between commas, names"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=600, help="start no more after so long")
    parser.add_argument("--save", type=Path, help="write what killed each, or nothing, to this file as JSON")
    parser.add_argument("--again", type=Path, help="try those that lived in such a file")
    given = parser.parse_args(arguments)
    for name in LOADED_BEFORE:
        importlib.import_module(name)
    alike = json.loads(ALIKE.read_text())
    in_a_process(make_twins)
    if killer := run([UNCHANGED], "", 1, {UNCHANGED.name}, checks=checks)[UNCHANGED.name]:
        print(f"The tests are red without a change already: {killer}")
        return 2
    mutants = chosen(given.count, given.seed, given.only.split(","))
    if given.again:
        lived = {name for name, killer in json.loads(given.again.read_text()).items() if not killer}
        mutants = [mutant for mutant in all_mutants() if mutant.name in lived]
    started = time.monotonic()
    until = started + 60 * given.minutes
    killers = run(mutants, "", given.processes, alike, until, given.save, checks)
    lived = {name for name, killer in killers.items() if not killer}
    known = len(lived & alike.keys())
    judged, killed = len(killers) - known, len(killers) - len(lived)
    print(
        f"{len(killers)} mutants in {time.monotonic() - started:.0f} s: {killed} of {judged} turned a test"
        f" red ({killed / max(1, judged):.1%}); {known} more are alike, for reasons in {ALIKE.name}"
    )
    return 1 if lived - alike.keys() else 0


# Mutants


def chosen(count: int, seed: int, files: Sequence[str]) -> list[Mutant]:
    """`count` of those in these files, the same for the same seed."""
    found = [mutant for mutant in all_mutants() if any(name in mutant.name.split(":")[0] for name in files)]
    return found if not count or count >= len(found) else random.Random(seed).sample(found, count)


def all_mutants() -> list[Mutant]:
    """Every mutant of the guard for other databases."""
    found: list[Mutant] = []
    for path in sorted((GUARD / "generic").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found += [*mutants_of(path, module), *_of_words(path, module)]
    return found


def _of_words(path: Path, module: str) -> Iterator[Mutant]:
    """Those of lists that are written as text: `scalars=words("abs ...")`."""
    tree = ast.parse(path.read_text())
    names = {id(one.value): one.arg for one in ast.walk(tree) if isinstance(one, ast.keyword)}
    for place, (node, _where) in enumerate(_walk(tree, "")):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "words"):
            continue
        name = names.get(id(node)) or "words"
        words = ast.literal_eval(node.args[0]).split()
        without = random.Random(name).sample(words, min(LEFT_OUT, len(words)))
        changes = [(f"without {word}", [each for each in words if each != word]) for word in without]
        changes += [(f"with {word}", [*words, word]) for word in PUT_IN.get(name, ()) if word not in words]
        for what, changed in changes:
            new = ast.Call(node.func, [ast.Constant(" ".join(changed))], [])
            yield Mutant(module, path, f"{module.removeprefix('querying.guard.')}:{name}: {what}", place, new)


# Tests


def checks(_address: str) -> Iterator[Check]:
    """All tests, those without a database first."""
    signal.alarm(SECONDS)
    fixtures = Fixtures("")
    for name in TESTS:
        module = importlib.import_module(f"tests.querying.guard.generic.test_{name}")
        for test_name, test in inspect.getmembers(module, inspect.isfunction):
            if test_name.startswith("test_") and test.__module__ == module.__name__:
                yield from ((test_name, check) for check, needs in _cases(test, fixtures) if not needs)
    before = json.loads((VAR / "before.json").read_text())
    guarded: dict[str, dict[str, str]] = {}
    yield "honest statements and oracles pass", lambda: guarded.update(_guarded())
    for engine in TWINS:
        yield f"twins in {engine}", partial(_ask_twins, engine, before, guarded)


def make_twins() -> None:
    """The twins' files, and what the guard makes of each statement before it is changed."""
    shutil.rmtree(VAR, ignore_errors=True)
    data = importlib.import_module("tests.querying.guard.generic.data")
    for engine in TWINS:
        twins = importlib.import_module(f"tests.querying.guard.generic.{engine}_twins")
        (VAR / engine).mkdir(parents=True)
        twins.make_file(VAR / engine / "first", data.rows(second=False))
        twins.make_file(VAR / engine / "second", data.rows(second=True))
        twins.make_file(VAR / engine / "visible", data.visible_rows(), cut=True)
    (VAR / "before.json").write_text(json.dumps(_guarded()))


def _guarded() -> dict[str, dict[str, str]]:
    """What each statement that must pass becomes, by engine. Raises GuardRefusal."""
    corpora = importlib.import_module("tests.querying.guard.generic.corpora")
    shop = importlib.import_module("tests.querying.guard.generic.shop")
    return {
        engine: {
            sql: shop.guarded(engine, sql).sql for sql in corpora.honest(engine) + corpora.oracles(engine)
        }
        for engine in shop.SCHEMAS
    }


def _ask_twins(engine: str, before: dict[str, dict[str, str]], guarded: dict[str, dict[str, str]]) -> None:
    """Those statements that are guarded otherwise now must tell nothing, and mean what they say."""
    changed = [sql for sql, said in guarded[engine].items() if said != before[engine][sql]]
    if not changed:
        return
    answers = _answers()
    if engine == "sqlite":
        importlib.import_module("querying.engines.sqlite.addresses").allow_folders([VAR / engine])
    url_of: Callable[[Path], str] = importlib.import_module(f"querying.engines.{engine}.addresses").url_of
    shops = answers.Shops(engine, *(url_of(VAR / engine / name) for name in ("first", "second", "visible")))
    honest = set(importlib.import_module("tests.querying.guard.generic.corpora").honest(engine))
    for sql in changed:
        if sql in honest:
            assert not answers.wrong_with(sql, shops), sql
        else:
            first, second = shops.guarded(sql)
            assert shops.answer(shops.first, first) == shops.answer(shops.second, second), sql


def _answers() -> Any:
    """How the twins are asked; its sentences for failures come from Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.test")
    importlib.import_module("django").setup()
    return importlib.import_module("tests.querying.guard.generic.answers")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
