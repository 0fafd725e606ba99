"""Runs all measurements on services and a demo of their own in var/bench, and prints the table."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from benchmarks.measure import Measurement, show_table

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("COPILOT_VAR", str(ROOT / "var" / "bench"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.development")

Measure = Callable[[], list[Measurement]]


def main() -> int:
    """Prepare, measure, print; 1 if anything is over its budget or could not be measured."""
    # Not at the top, here and below: the settings read the environment that is set above.
    import django
    from django.conf import settings

    from copilot_site.embedded import services

    state = services.start(settings.VAR_DIR)
    if state.admin_url != settings.DEMO_ADMIN_URL:
        # A port was taken and has been replaced, and the settings hold the old one.
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks"])
    try:
        django.setup()
        email, password = prepare()
        measured = measure(
            {
                "guarding": lambda: module("guarding").measure_guard(),
                "page_of_rows": lambda: module("page_of_rows").measure_pages(),
                "turn": lambda: module("turn").measure_turns(email),
            }
        )
    finally:
        services.stop(settings.VAR_DIR)
    measured |= measure(
        {
            "check": lambda: module("startup").measure_check(),
            "up": lambda: module("startup").measure_up(email, password),
        }
    )
    table = [one for group in measured.values() for one in group or []]
    print("\n" + show_table(table))
    failed = [name for name, group in measured.items() if group is None]
    if failed:
        print(f"\nNot measured, see above: {', '.join(failed)}")
    return 1 if failed else 0  # a busy machine is no failure: the table says what is over its budget


def prepare() -> tuple[str, str]:
    """Tables and the demo; gives the sign-in of its first person, an owner."""
    from django.conf import settings
    from django.core.management import call_command

    from copilot_site.demo.sign_ins import known_passwords

    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo")
    return next(iter(known_passwords(settings.DEMO_FILE).items()))


def measure(groups: dict[str, Measure]) -> dict[str, list[Measurement] | None]:
    """What each group measures; None, with the reason printed, where it failed: the others go on."""
    measured: dict[str, list[Measurement] | None] = {}
    for name, function in groups.items():
        print(f"{'bench':>10}  {name}", flush=True)
        try:
            measured[name] = function()
        except Exception:  # noqa: BLE001  one broken measurement must not hide the others
            traceback.print_exc(limit=-2)
            measured[name] = None
    return measured


def module(name: str):  # noqa: ANN201  a module of this package, imported once the settings are there
    """One of this package's modules."""
    return import_module(f"benchmarks.{name}")


if __name__ == "__main__":
    sys.exit(main())
