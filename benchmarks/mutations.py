"""Breaks the guard on purpose: a test must turn red (`python -m benchmarks.mutations`).

Each mutant, a guard with one small change (mutants.py), runs in a process of its own: first the guard's tests
that need no database, then, for those that live, the ones that do, and random queries on the twins. What no
test can tell from the guard, because it changes a message, the speed or nothing at all, is listed with the
reason in mutations_alike.json. Prints the survivors and the score; ends with 1 if there are any. See
docs/guard.md.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import inspect
import itertools
import json
import math
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import psycopg

from benchmarks.mutants import Mutant, mutants_of
from copilot_site.embedded import services

ROOT = Path(__file__).resolve().parent.parent
ALIKE = ROOT / "benchmarks" / "mutations_alike.json"
GUARD = ROOT / "querying" / "guard"
NO_PART = frozenset({"generic"})
"""Folders of the guard that have tests of their own."""
TESTS = (
    "snapshots",
    "postgresql",
    "fences",
    "limit",
    "clock",
    "cells",
    "grammar",
    "kept",
    "refusals",
    "attacks",
    "rules",
    "raising",
)
TOO_SLOW = frozenset({"test_statements_of_postgresql_itself_never_crash_and_never_write"})
LOADED_BEFORE = (
    "pytest",
    "psycopg",
    "postgast",
    "google.protobuf.message",
    "querying.catalog",
    "querying.limits",
)
"""Once, for all: everything but the guard itself, which each process imports with its mutant in it."""
RANDOM_QUERIES = 480
HONEST_STEP = 15
"""Of the honest statements each so manieth: a rule that all of them need is broken for these as well."""
SECONDS = 120
UNCHANGED = Mutant("none", ROOT, "nothing is changed", 0, ast.Module([], []))
Check = tuple[str, Callable[[], None]]
Checks = Callable[[str], Iterator[Check]]


def main(arguments: Sequence[str]) -> int:
    """Runs the mutants, prints score and survivors; 1 if some live."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.mutations", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--count", type=int, default=600, help="how many, chosen by the seed; 0: all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="mutants whose name holds this text")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--minutes", type=float, default=600, help="start no more after so long")
    parser.add_argument("--save", type=Path, help="write what killed each, or nothing, to this file as JSON")
    parser.add_argument("--quick", action="store_true", help="only by the tests that need no database")
    parser.add_argument("--again", type=Path, help="try those that lived in such a file")
    given = parser.parse_args(arguments)
    alike = json.loads(ALIKE.read_text())
    for name in LOADED_BEFORE:
        importlib.import_module(name)
    with contextlib.nullcontext("") if given.quick else databases() as admin_url:
        if killer := run([UNCHANGED], admin_url, 1, {UNCHANGED.name})[UNCHANGED.name]:
            print(f"The tests are red without a change already: {killer}")
            return 2
        mutants = chosen(given.count, given.seed, given.only)
        if given.again:
            lived = {name for name, killer in json.loads(given.again.read_text()).items() if not killer}
            mutants = [mutant for mutant in chosen(0, 0, "") if mutant.name in lived]
        started = time.monotonic()
        until = started + 60 * given.minutes
        killers = run(mutants, admin_url, given.processes, alike, until, given.save)
    return report(killers, alike, time.monotonic() - started)


@contextlib.contextmanager
def databases() -> Iterator[str]:
    """A server of its own with the databases that tests ask for; its address."""
    var = ROOT / "var" / "mutations"
    state = services.start(var, names=("postgresql",), forgetful=True)
    try:
        in_a_process(lambda: make_databases(state.admin_url))
        yield state.admin_url
    finally:
        services.stop(var, names=("postgresql",))


def chosen(count: int, seed: int, only: str) -> list[Mutant]:
    """`count` of all mutants, the same for the same seed."""
    found: list[Mutant] = []
    for path in sorted(GUARD.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not NO_PART & set(parts):
            found += mutants_of(path, ".".join(parts).removesuffix(".__init__"))
    found = [mutant for mutant in found if only in mutant.name]
    if not count or count >= len(found):
        return found
    return random.Random(seed).sample(found, count)


def report(killers: Mapping[str, str], alike: Mapping[str, str], seconds: float) -> int:
    """Prints the score; those known to be alike count on neither side."""
    survivors = [name for name, killer in killers.items() if not killer and name not in alike]
    known = sum(1 for name, killer in killers.items() if not killer and name in alike)
    judged = len(killers) - known
    killed = judged - len(survivors)
    print(
        f"{len(killers)} mutants in {seconds:.0f} s: {killed} of {judged} turned a test red "
        f"({killed / max(1, judged):.1%}); {known} more are alike, for reasons in {ALIKE.name}"
    )
    return 1 if survivors else 0


# Processes


def run(
    mutants: Sequence[Mutant],
    admin_url: str,
    processes: int,
    alike: Container[str],
    until: float = math.inf,
    save: Path | None = None,
    checks: Checks | None = None,
) -> dict[str, str]:
    """Which test each mutant turned red, by its name; empty where it lives (printed, if not known).

    `checks` gives the tests in the place of the PostgreSQL guard's.
    """
    killers: dict[str, str] = {}
    waiting = list(reversed(mutants))
    running: dict[int, tuple[Mutant, int]] = {}
    while waiting or running:
        if time.monotonic() > until:
            waiting.clear()
        while waiting and len(running) < processes:
            mutant = waiting.pop()
            pid, reading = _start(mutant, admin_url, checks or _checks)
            running[pid] = mutant, reading
        if not running:
            break
        pid, status = os.wait()
        mutant, reading = running.pop(pid)
        with os.fdopen(reading) as pipe:
            killers[mutant.name] = pipe.read() or ("" if status == 0 else "it crashed or took too long")
        if not killers[mutant.name] and mutant.name not in alike:
            print(f"alive: {mutant.name}", flush=True)
        if save is not None:
            save.write_text(json.dumps(killers, indent=1))
    return killers


def _start(mutant: Mutant, admin_url: str, checks: Checks) -> tuple[int, int]:
    """A process that tries the mutant, and where it will tell what turned red."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    signal.alarm(SECONDS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.meta_path.insert(0, _Finder(mutant))
    os.write(writing, _killer(admin_url, checks).encode()[:4000])
    os._exit(0)


def in_a_process(work: Callable[[], None]) -> None:
    """Does what imports the guard where it can't be seen from here."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if os.waitpid(pid, 0)[1]:
        raise SystemExit("The databases could not be made.")


class _Finder(MetaPathFinder, Loader):
    """Gives the mutant's source for its module."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.path = ROOT.joinpath(*mutant.module.split("."))

    def find_spec(self, fullname: str, *_rest: object) -> ModuleSpec | None:
        if fullname != self.mutant.module:
            return None
        spec = spec_from_loader(fullname, self, is_package=self.path.is_dir())
        if spec is not None and self.path.is_dir():
            spec.submodule_search_locations = [str(self.path)]
        return spec

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.mutant.source(), f"<{self.mutant.module}>", "exec"), module.__dict__)


# Tests


def _killer(admin_url: str, checks: Checks) -> str:
    """The first test that turns red, or nothing. To be called where the mutant is in place."""
    try:
        for name, check in checks(admin_url):
            try:
                check()
            except BaseException as error:  # noqa: BLE001  whatever it is, it was noticed
                if type(error).__name__ != "Skipped":
                    return name
    except BaseException as error:  # noqa: BLE001  nor can it be imported
        return f"{type(error).__name__}: {error}"
    return ""


def _checks(admin_url: str) -> Iterator[Check]:
    """All tests, those without a database first; without an address those alone."""
    slow: list[Check] = []
    fixtures = Fixtures(admin_url)
    for module in _test_modules():
        for name, test in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and test.__module__ == module.__name__ and name not in TOO_SLOW:
                for check, needs in _cases(test, fixtures):
                    if needs:
                        slow.append((name, check))
                    else:
                        yield name, check
    yield "honest statements pass", _pass_honest
    if not admin_url:
        return
    yield from slow
    yield "random queries", fixtures.ask_random_queries
    yield "corpora in small shops", fixtures.ask_corpora


def _test_modules() -> Iterator[ModuleType]:
    """Those of TESTS that there are, each loaded when its turn comes."""
    for name in TESTS:
        try:
            yield importlib.import_module(f"tests.querying.guard.test_{name}")
        except ModuleNotFoundError as error:
            if not str(error.name).endswith(f"test_{name}"):
                raise


def _cases(test: Callable[..., None], fixtures: Fixtures) -> Iterator[tuple[Callable[[], None], bool]]:
    """A test with each of its parameters, and whether it needs a database."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    choices = []
    for mark in marks:
        written = mark.args[0]
        names = [name.strip() for name in written.split(",")] if isinstance(written, str) else list(written)
        choices.append([dict(zip(names, _values(each, len(names)), strict=True)) for each in mark.args[1]])
    wanted = set(inspect.signature(test).parameters)
    for combination in itertools.product(*choices):
        given = {name: value for each in combination for name, value in each.items()}
        needed = wanted - given.keys()
        yield partial(_run_case, test, given, fixtures, needed), bool(needed)


def _run_case(test: Callable[..., None], given: dict[str, Any], fixtures: Fixtures, needed: set[str]) -> None:
    test(**given, **fixtures.of(needed))


def _values(parameter: Any, count: int) -> Sequence[Any]:
    """Of one case of a parametrized test: plain, or a pytest.param."""
    if hasattr(parameter, "marks"):
        return cast(Sequence[Any], parameter.values)
    return cast(Sequence[Any], parameter) if count > 1 else (parameter,)


def _pass_honest() -> None:
    corpora = importlib.import_module("tests.querying.guard.corpora")
    shop = importlib.import_module("tests.querying.guard.shop")
    for sql in corpora.HONEST[::HONEST_STEP]:
        shop.guarded(sql)


class Fixtures:
    """The databases that tests ask for, connected to when one does."""

    def __init__(self, admin_url: str) -> None:
        self.base = admin_url.rsplit("/", 1)[0]
        self.made: dict[str, Any] = {}

    def of(self, names: set[str]) -> dict[str, Any]:
        return {name: self._one(name) for name in names}

    def _one(self, name: str) -> Any:
        if name not in self.made:
            self.made[name] = {"twins": self._twins, "lane": self._lane}[name]()
        return self.made[name]

    def _twins(self) -> Any:
        twins = importlib.import_module("tests.querying.guard.twins")
        return tuple(twins.Twin(f"{self.base}/mutations_{each}") for each in "ab")

    def _lane(self) -> Any:
        asking = importlib.import_module("tests.querying.guard.generated.asking")
        return asking.Lane(f"{self.base}/mutations_a", "public, pg_catalog")

    def ask_random_queries(self) -> None:
        tally = self._trial().run(range(RANDOM_QUERIES))
        assert not tally.findings
        assert tally.acceptance > 0.98

    def ask_corpora(self) -> None:
        tests = importlib.import_module("tests.querying.guard.test_generated")
        harmless = [one for one in tests.CORPORA if not one.number]
        some = [one for one in tests.CORPORA if one.number % HONEST_STEP == 1]
        assert not self._trial().ask([*harmless, *some]).findings

    def _trial(self) -> Any:
        shops = importlib.import_module("tests.querying.guard.generated.shops")
        trial = importlib.import_module("tests.querying.guard.generated.trial")
        return trial.Trial({name: f"{self.base}/mutations_{name}" for name in shops.SHOPS})


def make_databases(admin_url: str) -> None:
    """The twins of the corpora and those of random queries."""
    conftest = importlib.import_module("tests.querying.guard.conftest")
    twins = importlib.import_module("tests.querying.guard.twins")
    shops = importlib.import_module("tests.querying.guard.generated.shops")
    for second, name in enumerate("ab"):
        twins.make_twin(conftest.empty_database(admin_url, f"mutations_{name}"), second=bool(second))
    shops.make_shops(admin_url, "mutations")
    nasty = importlib.import_module("tests.querying.guard.nasty")
    with psycopg.connect(f"{admin_url.rsplit('/', 1)[0]}/mutations_a", autocommit=True) as connection:
        nasty.fill(connection)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
