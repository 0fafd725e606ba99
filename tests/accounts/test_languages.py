"""Whose language a page is in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def amelie() -> User:
    return User.objects.create_user("amelie@north.example", "correct horse", language="fr")


def test_a_browser_without_a_choice_gets_the_profiles_language(client: Client, amelie: User) -> None:
    client.force_login(amelie)
    page = client.get(reverse("conversations:new"), headers={"accept-language": "en"})
    assert '<html lang="fr">' in page.content.decode()
    assert client.cookies["django_language"].value == "fr"


def test_the_browsers_choice_comes_before_the_profile(client: Client, amelie: User) -> None:
    client.force_login(amelie)
    client.cookies["django_language"] = "en"
    assert '<html lang="en">' in client.get(reverse("conversations:new")).content.decode()


def test_choosing_a_language_is_remembered_in_the_profile(client: Client, amelie: User) -> None:
    client.force_login(amelie)
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/chat/"})
    assert answer.headers["Location"] == "/chat/"
    amelie.refresh_from_db()
    assert amelie.language == "en"
    assert client.cookies["django_language"].value == "en"


@pytest.mark.parametrize("language", ["xx", "", "de", "../../etc"])
def test_an_unknown_language_changes_nothing(client: Client, amelie: User, language: str) -> None:
    client.force_login(amelie)
    client.post(reverse("set_language"), {"language": language})
    amelie.refresh_from_db()
    assert amelie.language == "fr"
