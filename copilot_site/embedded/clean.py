"""Stop a tree's servers, remove what they keep outside it (`python -m copilot_site.embedded.clean`)."""

import fcntl
import shutil
import sys
from pathlib import Path

from . import services
from .errors import EmbeddedError
from .placement import SHARED_HOME
from .state import read_state

TREE = Path(__file__).resolve().parent.parent.parent


def clean(var: Path) -> None:
    """Stop both servers of one `var/` and remove their home outside the tree, if they have one."""
    state = read_state(var)
    if state is None:
        return
    check_not_running(var)
    services.stop(var)
    home = Path(state.home)
    # The file could name any folder: only ours are removed.
    if state.home and home.parent == SHARED_HOME:
        shutil.rmtree(home, ignore_errors=True)


def check_not_running(var: Path) -> None:
    """Raise EmbeddedError while `manage.py up` holds the tree: it would start again what we stop."""
    path = var / "up.lock"
    if not path.exists():
        return
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            raise EmbeddedError(f"Stop `make run` first ({lock.read().strip()}).") from error


if __name__ == "__main__":
    try:
        for folder in (*(TREE / "var" / name for name in ("e2e", "test", "test-more")), TREE / "var"):
            clean(folder)
    except EmbeddedError as error:
        sys.exit(str(error))
