"""What libraries import wherever they find it, for things that no process of ours does.

rich and pygments draw coloured tracebacks (structlog), requests is for a test client (rest_framework): 10 MB
of each process and 7 % of its start. All three are here for others' sake, and are loaded if those need them.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def leaving_out(*names: str) -> Iterator[None]:
    """For the imports within the block these modules are not installed, unless they are loaded already."""
    hidden = [name for name in names if name not in sys.modules]
    # What `None` does here is told in Python's reference: 5.3.1 "The module cache".
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
