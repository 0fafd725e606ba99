"""Names for tables and columns, from what files and their first lines are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 60


def identifier(text: str, otherwise: str) -> str:
    """Lower-case letters, digits and underscores of ASCII; `otherwise` where nothing of the text is left."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text.replace("œ", "oe").replace("ß", "ss"))
    plain = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    if not name:
        return otherwise
    return f"{otherwise.partition('_')[0]}_{name}"[:LONGEST] if name[0].isdigit() else name


def identifiers(texts: Iterable[str], otherwise: str) -> list[str]:
    """One name for each text, all different: the second `total` is `total_2`."""
    names: list[str] = []
    for number, text in enumerate(texts, 1):
        name = identifier(text, f"{otherwise}_{number}")
        unique, again = name, 2
        while unique in names:
            unique, again = f"{name[: LONGEST - 4]}_{again}", again + 1
        names.append(unique)
    return names


def table_names(file_names: Iterable[str]) -> list[str]:
    """What the tables of files are called: the files' names without folders, endings, and the numbers of
    years, days and copies at their end, where they differ without these.
    """
    bare = [re.split(r"[/\\]", name)[-1] for name in file_names]
    bare = [re.sub(r"\.(csv|tsv|tab|txt|parquet|pq|data)$", "", name, flags=re.IGNORECASE) for name in bare]
    long = [identifier(name, "data") for name in bare]
    short = [re.sub(r"(_?\d+)+$", "", name) or name for name in long]
    names: list[str] = []
    for name, whole in zip(short, long, strict=True):
        wanted = name if short.count(name) == 1 else whole
        free, again = wanted, 2
        while free in names:
            free, again = f"{wanted}_{again}", again + 1
        names.append(free)
    return names
