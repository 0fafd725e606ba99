"""A worker that waits for a line, then sends a campaign: `python -m benchmarks.mail_worker ID PORT FOLDER`.

PORT 0: into files in FOLDER instead.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.conf import settings


def main() -> None:
    """Say when ready, wait to be told, send, say how many."""
    campaign, port = map(int, sys.argv[1:3])
    settings.MAIL_TRANSPORT, settings.OUTBOX = "smtp" if port else "files", Path(sys.argv[3])
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    django.setup()
    # Not before the settings are made.
    from campaigns.delivering import deliver

    print("ready", flush=True)
    sys.stdin.readline()
    print(deliver(campaign), flush=True)


if __name__ == "__main__":
    main()
