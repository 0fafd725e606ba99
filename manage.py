#!/usr/bin/env python3
"""Runs the product's commands."""

import os
import sys

from copilot_site.garbage import collect_seldom

START = "run `make run` or `manage.py services start`."
CHECK = "check DATABASE_URL and the server that it names."


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.development")
    collect_seldom()
    try:
        from django.core.management import execute_from_command_line  # to say what to do when it is missing
    except ImportError:
        sys.exit(
            "Django is not installed for this Python. Run `make setup`, then .venv/bin/python manage.py ..."
        )
    from django.db import OperationalError  # only once Django is known to be there

    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        # Said in full only when asked for: the server's words may hold names and addresses.
        if "--traceback" in sys.argv:
            raise
        ours = os.environ.get("DATABASE_URL", "") == ""
        sys.exit(f"The database can't be used right now: {START if ours else CHECK}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
