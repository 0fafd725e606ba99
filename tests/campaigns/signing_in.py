"""A browser's client for an actor, and addresses of the pages."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import User


def sign_in(client: Client, actor: Actor) -> Client:
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def url(name: str, *arguments: object) -> str:
    return reverse(f"campaigns:{name}", args=arguments)
