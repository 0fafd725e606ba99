"""Stop a tree's servers, remove what they keep outside it (`python -m copilot_site.embedded.clean`)."""

import os
import shutil
import sys
from pathlib import Path

from . import services
from .errors import EmbeddedError
from .placement import far_home
from .state import read_state

TREE = Path(__file__).resolve().parent.parent.parent


def clean(var: Path) -> None:
    """Stop both servers of one `var/` and remove their home outside the tree, if they have one."""
    state = read_state(var)
    if state is None:
        return
    services.stop(var)
    # Found anew, not read from the file, which could name any folder.
    if state.home and os.geteuid() == 0:
        shutil.rmtree(far_home(var), ignore_errors=True)


if __name__ == "__main__":
    try:
        for folder in (TREE / "var" / "test", TREE / "var"):
            clean(folder)
    except EmbeddedError as error:
        sys.exit(str(error))
