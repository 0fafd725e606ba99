"""Requests a minute, counted in Valkey: by API key, else by person, else by address."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

WINDOW = 60


def count(name: str) -> int:
    """How often this was said in the present minute, this time included."""
    key = f"rate:{name}:{int(time.time() // WINDOW)}"
    cache.add(key, 0, WINDOW * 2)
    return cache.incr(key)


class Throttle(BaseThrottle):
    """Reads its limit when it is asked, so that a changed setting holds at once."""

    def wait(self) -> float:
        """Seconds until the next minute's allowance."""
        return WINDOW - time.time() % WINDOW


class CredentialThrottle(Throttle):
    """Each key, each person and each address has an allowance of its own."""

    def allow_request(self, request: Request, view: Any) -> bool:
        return count(self._name(request)) <= settings.API_REQUESTS_A_MINUTE

    def _name(self, request: Request) -> str:
        if request.auth is not None and request.auth.key_id:
            return f"key:{request.auth.key_id}"
        if request.user.is_authenticated:
            return f"user:{request.user.pk}"
        return f"address:{self.get_ident(request)}"


class SignInThrottle(Throttle):
    """Attempts to sign in, by address and by e-mail: guessing is slow from anywhere."""

    def allow_request(self, request: Request, view: Any) -> bool:
        email = request.data.get("email", "") if isinstance(request.data, dict) else ""
        digest = hashlib.sha256(str(email).strip().lower().encode()).hexdigest()
        said = [count(f"sign-in:address:{self.get_ident(request)}")]
        if email:
            said.append(count(f"sign-in:email:{digest}"))
        return max(said) <= settings.API_SIGN_INS_A_MINUTE
