"""The language of the pages: a cookie of the browser, which the profile fills and remembers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import activate, check_for_language
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from accounts.services import set_profile_language


class ProfileLanguageMiddleware:
    """A signed-in person whose browser has chosen no language gets that of the profile, sockets too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        language = request.user.language
        activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if settings.LANGUAGE_COOKIE_NAME not in response.cookies:
            _remember(response, language)
        return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages, and keep it in the profile of who is signed in."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(language):
        set_profile_language(request.user, language=language)
    return set_language(request)


def _remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=cast(Literal["Lax", "Strict", "None"], settings.LANGUAGE_COOKIE_SAMESITE),
    )
