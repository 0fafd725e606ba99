"""Runs all measurements on services and a demo of their own in var/bench, and prints the table."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.measure import Measurement, show_table

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("COPILOT_VAR", str(ROOT / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.development")

Measure = Callable[[], list[Measurement]]


def main(arguments: Sequence[str]) -> int:
    """Prepare, measure, print; 1 if something could not be measured.

    Arguments: groups to measure (none: all), and `--save` to write the table into docs/performance.md.
    """
    only = [name for name in arguments if name != "--save"]
    # Not at the top, here and below: the settings read the environment that is set above.
    import django
    from django.conf import settings

    from copilot_site.database_url import keep_connections
    from copilot_site.embedded import services

    state = services.start(settings.VAR_DIR)
    if state.admin_url != settings.DEMO_ADMIN_URL:
        # A port was taken and has been replaced, and the settings hold the old one.
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks", *arguments])
    try:
        django.setup()
        keep_connections(settings.DATABASES["default"], settings.DATABASE_POOL)  # as the web process does
        email, password = prepare()
        crowd = module("crowd").crowd_of("nordwind") if not only or "up" in only else None
        groups: dict[str, Measure] = {
            "guarding": lambda: module("guarding").measure_guard(),
            "fences": lambda: module("fences").measure_fences(),
            "page_of_rows": lambda: module("page_of_rows").measure_pages(),
            "running": lambda: module("running").measure_running(email),
            "ready": lambda: module("ready").measure_ready(email),
            "workbench": lambda: module("workbench").measure_workbench(email),
            "turn": lambda: module("turn").measure_turns(email),
            "exports": lambda: module("exporting").measure_exports(email),
            "engines": lambda: module("engines").measure_engines(),
            "uploads": lambda: module("uploads").measure_uploads(),
            "segments": lambda: module("segments").measure_segments(email),
            "sends": lambda: module("sends").measure_sends(email),
            "evaluation": lambda: module("evaluation").measure_evaluation(),
        }
        site: dict[str, Measure] = {
            "check": lambda: module("startup").measure_check(),
            "up": lambda: module("startup").measure_up(email, password, crowd),
        }
        if unknown := set(only) - {*groups, *site}:
            print(f"There is no {', '.join(sorted(unknown))}: take of {', '.join([*groups, *site])}.")
            return 1
        measured = measure(groups, only)
    finally:
        services.stop(settings.VAR_DIR)
    measured |= measure(site, only)
    table = [one for group in measured.values() for one in group or []]
    print(f"\n{conditions()}\n\n{show_table(table)}")
    if "--save" in arguments:
        module("saving").save(table, conditions())
    failed = [name for name, group in measured.items() if group is None]
    if failed:
        print(f"\nNot measured, see above: {', '.join(failed)}")
    return 1 if failed else 0  # a busy machine is no failure: the table says what is over its budget


def conditions() -> str:
    """The machine, and how busy it was: the load counts what is measured as well."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}; load of the last 1, 5, 15 min: {load}"
    )


def prepare() -> tuple[str, str]:
    """Tables and the demo; gives the sign-in of its first person, an owner."""
    from django.conf import settings
    from django.core.management import call_command

    from copilot_site.demo.sign_ins import known_passwords

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo")
    return next(iter(known_passwords(settings.DEMO_FILE).items()))


def measure(groups: dict[str, Measure], only: Sequence[str]) -> dict[str, list[Measurement] | None]:
    """What each group measures; None, with the reason printed, where it failed: the others go on."""
    measured: dict[str, list[Measurement] | None] = {}
    for name, function in groups.items():
        if only and name not in only:
            continue
        print(f"{'bench':>10}  {name} (load {os.getloadavg()[0]:.1f})", flush=True)
        try:
            measured[name] = function()
        except Exception:  # noqa: BLE001  one broken measurement must not hide the others
            traceback.print_exc(limit=-2)
            measured[name] = None
    return measured


def module(name: str) -> Any:
    """One of this package's modules, imported once the settings are there."""
    return import_module(f"benchmarks.{name}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
