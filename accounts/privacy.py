"""Personal data in free text, found and masked before a log, a model or an error sees it.

Checksums (Luhn, IBAN mod 97, French NIR) keep plain numbers from being taken for cards or ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from stdnum import iban, luhn
from stdnum.exceptions import ValidationError as NotValid
from stdnum.fr import nir


class Finding(NamedTuple):
    start: int
    end: int
    kind: str  # email, phone, card, iban, ip, ssn, nir


_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_IP = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])")
_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b")
_SSN = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
_NIR = re.compile(
    r"(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)"
)
# What the phone matcher is let loose on: it costs 12 ms a kB, so only text with a plausible run of digits.
_PHONE_LIKE = re.compile(r"(?:\+|\(0?\d|\b0)[\d ().\-/]{7,}")


def find_personal_data(text: str) -> list[Finding]:
    """Where the text holds personal data, in order, without overlaps (the earlier kind wins)."""
    found: list[Finding] = []
    for finding in _candidates(text):
        if all(finding.end <= other.start or finding.start >= other.end for other in found):
            found.append(finding)
    return sorted(found)


def mask_personal_data(text: str) -> str:
    """The text with each finding replaced by its kind in brackets: "write to [email]"."""
    parts: list[str] = []
    position = 0
    for finding in find_personal_data(text):
        parts += [text[position : finding.start], f"[{finding.kind}]"]
        position = finding.end
    return "".join([*parts, text[position:]])


def _candidates(text: str) -> Iterator[Finding]:
    yield from _matches(_EMAIL, "email", text)
    yield from _matches(_IBAN, "iban", text, _is_iban)
    yield from _matches(_NIR, "nir", text, _is_nir)
    yield from _matches(_SSN, "ssn", text)
    yield from _matches(_CARD, "card", text, _is_card)
    yield from _matches(_IP, "ip", text)
    yield from _phones(text)


def _matches(
    pattern: re.Pattern[str], kind: str, text: str, is_valid: Callable[[str], bool] | None = None
) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        if is_valid is None or is_valid(match.group()):
            yield Finding(match.start(), match.end(), kind)


def _is_iban(candidate: str) -> bool:
    return iban.is_valid(candidate, check_country=False)


def _is_card(candidate: str) -> bool:
    digits = re.sub(r"\D", "", candidate)
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn.is_valid(digits)


def _is_nir(candidate: str) -> bool:
    try:
        nir.validate(candidate.replace(" ", ""))
    except NotValid:
        return False
    return True


def _phones(text: str) -> Iterator[Finding]:
    if not _PHONE_LIKE.search(text):
        return
    import phonenumbers  # its metadata load slowly, and most texts hold no number

    for region in ("FR", "US"):
        for match in phonenumbers.PhoneNumberMatcher(text, region):
            yield Finding(match.start, match.end, "phone")
