"""A real web process on the test's database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


class WebProcess:
    """Serves from when it is made until it is killed. Tests of it need `transaction=True`."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        database = connection.settings_dict
        url = f"postgresql://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "copilot_site.settings.development",
            "COPILOT_VAR": str(settings.VAR_DIR),
            "DATABASE_URL": f"{url}/{database['NAME']}",
            "REDIS_URL": settings.REDIS_URL,
        }
        command = [sys.executable, "-m", "copilot_site.web", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        self.kill()
        raise AssertionError("the web process did not start")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
