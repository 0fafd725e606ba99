"""`manage.py up`: the whole stack; Ctrl-C, SIGTERM or a closed terminal stop all that it started."""

import fcntl
import json
import logging
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from copilot_site import startup
from copilot_site.checks import check_settings
from copilot_site.embedded import services
from copilot_site.embedded.errors import EmbeddedError
from copilot_site.embedded.state import load_state, open_private, write_private
from copilot_site.parent import Parent
from copilot_site.supervisor import GaveUp, Supervisor, end_leftovers

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SERVICES_LOOK = 2.0


class Told(BaseException):
    """A signal told us to stop. Not an Exception: nothing on the way may swallow it."""


class Command(BaseCommand):
    """Services, tables, static files, demo, models; then web, worker and beat until told to stop."""

    help = "Start the whole stack, embedded services included."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--host", default=settings.HOST)

    def handle(self, *args: Any, **options: Any) -> None:
        for message in check_settings():
            if message.is_serious():
                raise CommandError(f"{message.msg} {message.hint}")
        self.began = time.monotonic()
        self.told = False
        self.may_raise = True
        self.parent = Parent()
        lock = self.take_lock(options["host"], options["port"])
        supervisor = Supervisor(settings.VAR_DIR / "up.children.json", self.warn)
        for number in SIGNALS:
            signal.signal(number, self.on_signal)
        try:
            end_leftovers(supervisor.record)
            startup.check_port(options["host"], options["port"])
            self.start(options["host"], options["port"], supervisor)
        except Told:
            pass
        except (startup.StartError, EmbeddedError, GaveUp) as error:
            raise CommandError(str(error)) from error
        finally:
            self.may_raise = False
            self.stop(supervisor, lock)

    def take_lock(self, host: str, port: int) -> TextIO:
        """Hold the tree for ourselves, for as long as we live."""
        path = settings.VAR_DIR / "up.lock"
        lock = open_private(path)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(f"Already running from this folder: {path.read_text().strip()}.") from error
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, http://{host}:{port}")
        lock.flush()
        return lock

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        """Stop: at once while starting up, at the next look once the children run."""
        self.told = True
        # What is broken off on the way out is no news.
        logging.disable(logging.WARNING)
        if self.may_raise:
            self.may_raise = False
            raise Told

    def start(self, host: str, port: int, supervisor: Supervisor) -> None:
        """Take the steps in order and stay until told to stop."""
        self.start_services()
        startup.check_cache()
        startup.migrate(self.say)
        startup.collect_static(self.say)
        startup.load_demo(self.say)
        startup.provision_models(self.say)
        connections.close_all()
        self.may_raise = False
        commands = startup.child_commands(host, port)
        # The web process alone first: three at once on two cores keep the person waiting twice as long.
        supervisor.add("web", commands.pop("web"))
        startup.wait_for_web(host, port, lambda: self.look(supervisor))
        for name, command in commands.items():
            supervisor.add(name, command)
        self.greet(host, port)
        while True:
            self.look(supervisor)
            self.look_after_services()
            time.sleep(0.2)

    def look(self, supervisor: Supervisor) -> None:
        """See whether we are told to stop, and whether the children live."""
        self.told = self.told or self.parent.is_stopping()
        if self.told:
            raise Told
        supervisor.look_after()

    def start_services(self) -> None:
        """Start what is embedded; where a port had to change, begin again with settings that know it."""
        if not settings.EMBEDDED_SERVICES:
            return
        known = load_state(settings.VAR_DIR)
        up = {status.name for status in services.status_of(settings.VAR_DIR, known) if status.up}
        ours = self.services_record()
        # What `services start` left running stays; what an `up` that was killed left running is ours.
        kept = up - set(json.loads(ours.read_text()) if ours.exists() else [])
        write_private(ours, json.dumps([name for name in settings.EMBEDDED_SERVICES if name not in kept]))
        state = services.start(settings.VAR_DIR, settings.EMBEDDED_SERVICES)
        if state != known:
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  (no shell is what we want)
        addresses = f"PostgreSQL on port {state.postgresql_port}, Valkey on port {state.valkey_port}"
        self.say("services", addresses)
        self.next_services_look = time.monotonic()

    def services_record(self) -> Path:
        """The file that says which servers are ours to stop."""
        return Path(settings.VAR_DIR) / "up.services.json"

    def look_after_services(self) -> None:
        """Start an embedded server again that has died under us."""
        now = time.monotonic()
        if not settings.EMBEDDED_SERVICES or now < self.next_services_look:
            return
        self.next_services_look = now + SERVICES_LOOK
        for name in services.dead(settings.VAR_DIR, settings.EMBEDDED_SERVICES):
            self.warn(f"{name} has died; starting it again.")
            services.start(settings.VAR_DIR, (name,))

    def stop(self, supervisor: Supervisor, lock: TextIO) -> None:
        """Stop the children, then the servers that are ours, PostgreSQL last."""
        if supervisor.children:
            self.say("stopping", "web, worker, beat ...")
        supervisor.stop()
        ours = self.services_record()
        if ours.exists():
            try:
                services.stop(settings.VAR_DIR, tuple(json.loads(ours.read_text())))
            except EmbeddedError as error:
                self.warn(str(error))
            ours.unlink()
        lock.close()
        if self.told:
            self.say("stopped", "your data is kept in var/")

    def greet(self, host: str, port: int) -> None:
        """Say where it is and who may come in."""
        address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0', '::1', '::'} else host}:{port}/"  # noqa: S104
        self.say("ready", f"{address}  ({time.monotonic() - self.began:.1f} s)")
        for person in startup.demo_sign_ins():
            role = ", ".join(str(person[key]) for key in ("role", "organization") if person.get(key))
            self.say("sign in", f"{person.get('email', ''):<28} {person.get('password', ''):<20} {role}")
        self.say("", "Ctrl-C stops everything.")

    def say(self, what: str, text: str) -> None:
        """Print one step; a terminal that has gone is no reason to stop half-way."""
        try:
            self.stdout.write(f"{what:>10}  {text}")
            self.stdout.flush()
        except OSError:
            return

    def warn(self, text: str) -> None:
        """Print what went wrong with a child."""
        self.say("warning", text)
