#!/usr/bin/env python3
"""Runs the product's commands."""

import os
import sys


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copilot_site.settings.development")
    try:
        from django.core.management import execute_from_command_line  # to say what to do when it is missing
    except ImportError:
        sys.exit(
            "Django is not installed for this Python. Run `make setup`, then .venv/bin/python manage.py ..."
        )
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
