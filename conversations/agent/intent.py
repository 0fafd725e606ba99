"""Recognises a question that wants a segment made, and what else it wants written. Plain patterns, no model.

Only whole sentences of a known form count: what is left over goes to the planner as it stands, which declines
what it does not understand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SPACE = r"[\s\u00a0\u202f]*"
_POLITE = (
    r"(?:please,?\s+|can you\s+|could you\s+|i['’]?d like to\s+|i want to\s+|let['’]?s\s+"
    r"|peux-tu\s+|pouvez-vous\s+)?"
)
_ENGLISH = re.compile(
    rf"^{_POLITE}(?:create|make|build|define|set up|save)\s+(?:me\s+)?(?:(?:a|an|the|new)\s+)*"
    rf"(?:user\s+|customer\s+)?(?:segment|audience)\s*(?:\b(?:of|for|with|from|containing)\b|:)\s*(?P<people>.+)$",
    re.IGNORECASE,
)
_FRENCH = re.compile(
    rf"^{_POLITE}(?:s(?:'|’)il (?:te|vous) pla[iî]t,?\s+)?"
    r"(?:cr[ée]{1,2}(?:r|z|s)?|fais|faites|faire|construis|construisez|d[ée]finis|pr[ée]pare[zr]?)(?:-moi)?\s+"
    r"(?:(?:un|une|le|nouveau|nouvelle)\s+)*(?:segment|audience)"
    rf"(?:{_SPACE}:{_SPACE}|\s+(?:(?:des|de la|de|du|avec les|avec|pour les)\s+|(?:de l|d)['’]))"
    r"(?P<people>.+)$",
    re.IGNORECASE,
)
_WRITING = re.compile(
    r",?\s+(?:and|then|et|puis)\s+(?:then\s+|also\s+|aussi\s+)?"
    r"(?:draft|write|compose|prepare|create|make|r[ée]dige[zr]?|[ée]cri(?:s|vez|re)|pr[ée]pare[zr]?|cr[ée]{1,2}[zr]?)\s+"
    r"(?:(?:me|them|a|an|the|un|une|-moi|leur)\s+)*"
    r"(?P<adjective>win-?\s?back|re-?engagement|reactivation|welcome)?\s*"
    r"(?P<thing>e-?mail(?:\s+campaign)?|mail|message e-?mail|courriel|campaign|campagne(?:\s+e-?mail)?)"
    r"(?:\s+(?P<purpose>de reconqu[êe]te|de r[ée]activation|de relance|de bienvenue"
    r"|to win them back|to welcome them))?"
    r"(?:\s+(?:for|to|pour)\s+(?:them|eux|it))?\s*[.!]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SegmentWish:
    """Who is to be in the segment, in the asker's words; what is to be written: "email", "campaign" or ""."""

    people: str
    language: str
    writing: str = ""
    template: str = "announcement"  # a file of drafts/


def segment_wish(question: str) -> SegmentWish | None:
    """The wish that a question states, or None where it asks for something else."""
    text = " ".join(question.split()).rstrip(" .!?")
    for language, pattern in (("en", _ENGLISH), ("fr", _FRENCH)):
        match = pattern.match(text)
        if match is not None:
            return _wish(match["people"], language)
    return None


def _wish(people: str, language: str) -> SegmentWish:
    writing = _WRITING.search(people)
    if writing is None:
        return SegmentWish(people, language)
    thing = writing["thing"].lower()
    about = f"{writing['adjective'] or ''} {writing['purpose'] or ''}".lower()
    return SegmentWish(
        people=people[: writing.start()].strip(),
        language=language,
        writing="campaign" if "camp" in thing else "email",
        template=_template(about),
    )


def _template(about: str) -> str:
    if "welcome" in about or "bienvenue" in about:
        return "welcome"
    return "win_back" if about.strip() else "announcement"
