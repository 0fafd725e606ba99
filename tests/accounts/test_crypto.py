from __future__ import annotations

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from accounts.crypto import Undecryptable, decrypt, encrypt, rotate


def test_a_secret_comes_back_and_is_not_in_its_token() -> None:
    token = encrypt("hunter2")
    assert decrypt(token) == "hunter2"
    assert "hunter2" not in token
    assert (encrypt(""), decrypt("")) == ("", "")


def test_rotation_opens_old_tokens_and_writes_new_ones(settings: Settings) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.COPILOT_ENCRYPTION_KEYS = [old]
    token = encrypt("hunter2")
    settings.COPILOT_ENCRYPTION_KEYS = [new, old]
    rotated = rotate(token)
    settings.COPILOT_ENCRYPTION_KEYS = [new]
    assert decrypt(rotated) == "hunter2"
    with pytest.raises(Undecryptable):
        decrypt(token)
