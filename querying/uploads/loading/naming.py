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


def table_name(file_name: str) -> str:
    """What the table of a file is called: the file's name without folders and endings."""
    bare = re.split(r"[/\\]", file_name)[-1]
    bare = re.sub(r"\.(csv|tsv|tab|txt|parquet|pq|data)$", "", bare, flags=re.IGNORECASE)
    return identifier(bare, "table")
