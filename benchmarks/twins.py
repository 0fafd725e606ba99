"""Asks random queries of twin databases (`python -m benchmarks.twins --count 100000 --seed 7`).

The twins differ in nothing but what an actor may not see: an accepted query that they answer differently is
a hole. One that fails, or means something else than it does where nothing is hidden, is a fault. Either ends
the run with 1. See docs/guard.md.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from copilot_site.embedded import services
from tests.querying.guard.generated.shops import make_shops
from tests.querying.guard.generated.trial import Finding, Tally, Trial

ROOT = Path(__file__).resolve().parent.parent
STATEMENTS_OF_A_SEED = 10_000_000
STEP = 2_000
SHORTENED = 5


def main(arguments: Sequence[str]) -> int:
    """Asks, prints what became of the statements; 1 if something was found."""
    parser = argparse.ArgumentParser("python -m benchmarks.twins", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=10_000, help="how many statements")
    parser.add_argument("--seed", type=int, default=0, help="which: each seed has statements of its own")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args(arguments)
    var = ROOT / "var" / "twins"
    state = services.start(var, names=("postgresql",), forgetful=True)
    try:
        urls = make_shops(state.admin_url, "twins")
        started = time.monotonic()
        tally = ask(urls, given.seed * STATEMENTS_OF_A_SEED, given.count, given.processes)
        print(report(tally, time.monotonic() - started, os.getloadavg()[0]))
        show(urls, tally.findings[:SHORTENED])
    finally:
        services.stop(var, names=("postgresql",))
    return 1 if tally.findings else 0


def ask(urls: dict[str, str], first: int, count: int, processes: int) -> Tally:
    """What became of `count` statements from number `first` on."""
    parts = [range(start, min(start + STEP, first + count)) for start in range(first, first + count, STEP)]
    whole = Tally()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        for tally in pool.map(ask_part, [urls] * len(parts), parts):
            whole.add(tally)
            if sys.stderr.isatty():
                print(f"\r{whole.asked:,} asked, {len(whole.findings)} found", end="", file=sys.stderr)
    return whole


def ask_part(urls: dict[str, str], numbers: range) -> Tally:
    """A part of the run, in a process of its own."""
    trial = Trial(urls)
    try:
        return trial.run(numbers)
    finally:
        trial.close()


def report(tally: Tally, seconds: float, load: float) -> str:
    """The run in figures."""
    accepted = max(1, tally.accepted)
    shares = {
        "gave rows": tally.with_rows,
        "gave an error, the same on both": sum(tally.errors.values()),
        "read a table cut to the asker": tally.scoped,
        "cut through a foreign key": tally.through_keys,
        "read a masked column": tally.masked,
        "held a fence": tally.fenced,
        "compared with what SQL means": tally.compared_in_meaning,
    }
    lines = [
        f"{tally.asked:,} random queries in {seconds:.0f} s (load {load:.1f}); "
        f"{tally.accepted:,} accepted ({tally.acceptance:.1%}), {len(tally.findings)} found"
    ]
    lines += [f"{count / accepted:7.1%}  {what}" for what, count in shares.items()]
    lines += ["of the accepted; with"]
    lines += [f"{count / accepted:7.1%}  {feature}" for feature, count in tally.features.most_common()]
    lines += ["refused:"] + [f"{count:7,}  {reason}" for reason, count in tally.refused.most_common(10)]
    lines += ["errors:"] + [f"{count:7,}  SQLSTATE {code}" for code, count in tally.errors.most_common()]
    return "\n".join(lines)


def show(urls: dict[str, str], findings: Sequence[Finding]) -> None:
    """Prints findings, made as short as still shows them."""
    if not findings:
        return
    trial = Trial(urls)
    for each in findings:
        print(f"\n{each.kind}: statement {each.number} as {each.asker}, planner settings {each.settings}")
        print(f"  {trial.shorten(each)}")
        print("  " + "\n  ".join(each.answers))
    trial.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
