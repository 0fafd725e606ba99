"""When Python looks for garbage: seldom, and not among what was loaded at the start and stays.

Left alone it goes through all that lasts some twenty times while the apps load, a fifth of a start, and then,
in a web process, again and again for 0.1 s in which nothing else runs.
"""

import gc

NEW_OBJECTS = 50_000


def collect_seldom() -> None:
    """Look once this many objects are new, not 700: for processes that load much. Before they do."""
    gc.set_threshold(NEW_OBJECTS, 10, 10)


def keep_what_is_loaded() -> None:
    """Never look at what is there now again: it stays for as long as the process does."""
    gc.collect()
    gc.freeze()
