"""A stored chart as a picture, in the person's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from querying.pictures.process import NotDrawn, process
from querying.pictures.specs import SpecRefused, check_spec, on_paper


@dataclass(frozen=True, slots=True)
class Picture:
    """A kind of picture: how its name ends, and what it is on the wire."""

    extension: str
    content_type: str


PICTURES: dict[str, Picture] = {
    each.extension: each
    for each in (
        Picture("png", "image/png"),
        Picture("svg", "image/svg+xml"),
        Picture("pdf", "application/pdf"),
    )
}


class PictureFailed(Exception):
    """The chart could not be drawn; `message` is fit for the asker."""

    code = "chart.failed"

    def __init__(self) -> None:
        self.message = _("The chart could not be drawn as a picture. Try again, or take its rows.")
        super().__init__(self.message)


def draw_picture(spec: dict[str, Any], extension: str, *, language: str) -> bytes:
    """The chart on white, as a file of this kind. Raises PictureFailed."""
    try:
        check_spec(spec)
        request = {"spec": on_paper(spec), "kind": PICTURES[extension].extension}
        return process.draw(request | {"numbers": NUMBERS.get(language), "times": TIMES.get(language)})
    except (SpecRefused, NotDrawn):
        raise PictureFailed from None


# As in the page: querying/static/querying/js/chart.js.
NUMBERS: dict[str, dict[str, Any]] = {
    "fr": {
        "decimal": ",",
        "thousands": "\u202f",
        "grouping": [3],
        "currency": ["", "\u00a0€"],
        "percent": "\u202f%",
    }
}
TIMES: dict[str, dict[str, Any]] = {
    "fr": {
        "dateTime": "%A %e %B %Y à %X",
        "date": "%d/%m/%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
        "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
        "months": [
            *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
            *("septembre", "octobre", "novembre", "décembre"),
        ],
        "shortMonths": [
            *("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août"),
            *("sept.", "oct.", "nov.", "déc."),
        ],
    }
}
