"""Who sends a request: an API key, a JSON web token, or the session of a page (with its CSRF token)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication

from accounts.api_keys import key_of
from accounts.enums import ApiScope
from accounts.models import User

ORGANIZATION_HEADER = "X-Organization"
EVERYTHING = frozenset(ApiScope.values)


@dataclass(frozen=True, slots=True)
class Credential:
    """What a request came with: the organization it is for (empty: the current one) and what it may do."""

    organization: str
    scopes: frozenset[str]
    key_id: int | None = None


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Api-Key <key>`. The key decides the organization; no header changes it."""

    def authenticate(self, request: Request) -> tuple[User, Credential] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"api-key":
            return None
        key = key_of(words[1].decode("latin-1")) if len(words) == 2 else None
        if key is None:
            raise AuthenticationFailed(_("This API key is not valid."))
        return key.user, Credential(key.organization.slug, frozenset(key.scopes), key.pk)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class TokenAuthentication(JWTAuthentication):
    """`Authorization: Bearer <access token>`, for the organization the token names or the header chooses."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        user, token = found
        chosen = request.headers.get(ORGANIZATION_HEADER, "") or str(token.get("organization", ""))
        return user, Credential(chosen, EVERYTHING)


class PageAuthentication(SessionAuthentication):
    """The session of a signed-in page; what writes needs the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        return found[0], Credential(request.headers.get(ORGANIZATION_HEADER, ""), EVERYTHING)


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = KeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Api-Key` and the key",
        }


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


class PageScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = PageAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
