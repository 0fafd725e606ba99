"""Ports and passwords of the embedded services, made once and kept in `var/services.json`."""

import fcntl
import json
import os
import random
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from .errors import EmbeddedError

# The ephemeral range starts at 32768: a fixed port inside it collides with outgoing connections.
PORTS = range(20_000, 32_000)
APP_DATABASE = "copilot"
APP_ROLE = "copilot"
ADMIN_ROLE = "admin"


def make_password() -> str:
    """A password of 192 bits that needs no quoting in a URL, SQL or a configuration file."""
    return secrets.token_hex(24)


@dataclass(frozen=True)
class ServiceState:
    """Ports and passwords of one tree's servers, and where they live if not in `var/`."""

    postgresql_port: int
    valkey_port: int
    admin_password: str = field(default_factory=make_password, repr=False)
    app_password: str = field(default_factory=make_password, repr=False)
    valkey_password: str = field(default_factory=make_password, repr=False)
    home: str = ""
    # Ports that PostgreSQL has left since stored addresses were last looked through (`copilot_site.moved`).
    former_ports: tuple[int, ...] = ()

    @property
    def admin_url(self) -> str:
        """The superuser's URL, for making databases and roles."""
        return f"postgresql://{ADMIN_ROLE}:{self.admin_password}@127.0.0.1:{self.postgresql_port}/postgres"

    @property
    def app_url(self) -> str:
        """The URL of the application's own database."""
        return f"postgresql://{APP_ROLE}:{self.app_password}@127.0.0.1:{self.postgresql_port}/{APP_DATABASE}"

    @property
    def valkey_url(self) -> str:
        """The URL of the cache, broker and channel layer."""
        return f"redis://:{self.valkey_password}@127.0.0.1:{self.valkey_port}/0"


@contextmanager
def locked(var: Path, name: str = ".lock") -> Iterator[None]:
    """Hold the tree's lock: two commands at once neither make two states nor start a server twice."""
    make_folder(var)
    with open_private(var / name) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_folder(folder: Path, mode: int = 0o755) -> Path:
    """Make a folder with exactly this mode, whatever the umask: the server's account has to pass through."""
    folder.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_uid == os.geteuid():
        folder.chmod(mode)
    return folder


def load_state(var: Path) -> ServiceState:
    """Give the tree's state, made on first use. Raises EmbeddedError if it belongs to another account."""
    state = read_state(var)
    if state:
        return state
    with locked(var):
        state = read_state(var)
        if state is None:
            first, second = find_free_ports(2)
            state = ServiceState(postgresql_port=first, valkey_port=second)
            write_state(var, state)
        return state


def read_state(var: Path) -> ServiceState | None:
    """The state as kept, or None where there is none yet."""
    path = var / "services.json"
    try:
        kept = json.loads(path.read_text())
        return ServiceState(**kept | {"former_ports": tuple(kept.get("former_ports", ()))})
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise EmbeddedError(f"{path} belongs to another account: run as that account.") from error
    except (ValueError, TypeError) as error:
        raise EmbeddedError(f"{path} can't be read; run `make clean` to start afresh.") from error


def write_state(var: Path, state: ServiceState) -> None:
    """Keep the state, in one step, readable by its owner only."""
    write_private(var / "services.json", json.dumps(asdict(state), indent=1))


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, with mode 0600 from its first byte."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    with open(temporary, "w", opener=lambda name, flags: os.open(name, flags | os.O_EXCL, 0o600)) as handle:
        handle.write(text)
    temporary.replace(path)


def open_private(path: Path) -> TextIO:
    """Open a file for appending, made with mode 0600."""
    return open(path, "a", opener=lambda name, flags: os.open(name, flags, 0o600))


def port_is_free(port: int) -> bool:
    """Whether nothing listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def find_free_ports(count: int) -> list[int]:
    """Free ports below the ephemeral range, at random, so that several trees rarely pick the same."""
    found: list[int] = []
    for port in random.sample(PORTS, len(PORTS)):
        if port_is_free(port):
            found.append(port)
        if len(found) == count:
            return found
    raise EmbeddedError("No free port between 20000 and 32000.")
