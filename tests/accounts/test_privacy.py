from __future__ import annotations

import pytest

from accounts.privacy import mask_personal_data


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("write to ann.lee@shop.example today", "write to [email] today"),
        ("call +33 6 12 34 56 78", "call [phone]"),
        ("appelez le 06 12 34 56 78", "appelez le [phone]"),
        ("call (212) 555-0123", "call [phone]"),
        ("card 4111 1111 1111 1111 ok", "card [card] ok"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", "IBAN [iban]"),
        ("from 10.1.2.3 and 192.168.0.77", "from [ip] and [ip]"),
        ("ssn 123-45-6789", "ssn [ssn]"),
        ("a@b.co,c@d.co", "[email],[email]"),
    ],
)
def test_mask_personal_data_masks(text: str, masked: str) -> None:
    assert mask_personal_data(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "revenue by country last quarter",
        "orders over 1284310 since 2013-03-05",
        "order 12345678901234",  # fails the Luhn check
        "flights 000-12-3456 and version 1.2.3",
        "top 10 produits de l'année 2026",
    ],
)
def test_mask_personal_data_leaves_plain_text(text: str) -> None:
    assert mask_personal_data(text) == text
