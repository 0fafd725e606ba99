"""Everything that writes providers, and which of them a person's question may go to."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.crypto import Undecryptable, encrypt
from accounts.models import Organization
from accounts.roles import Role
from accounts.services import record, record_change
from providers import gateway
from providers.enums import ProviderKind, Purpose
from providers.models import Provider
from providers.services.requests import Account
from providers.wire import ChatMessage, CompletionRequest, ProviderConfig, ProviderUnavailable, TextDelta


class FromEnvironment(NamedTuple):
    """A provider that a variable of the environment sets up; `{kind}_MODEL` picks another model."""

    variable: str
    name: str
    kind: ProviderKind
    model: str
    holds_endpoint: bool = False  # the variable holds an address, not a key


ENVIRONMENT = (
    FromEnvironment("OPENAI_API_KEY", "OpenAI", ProviderKind.OPENAI, "gpt-4.1-mini"),
    FromEnvironment("ANTHROPIC_API_KEY", "Anthropic", ProviderKind.ANTHROPIC, "claude-haiku-4-5"),
    FromEnvironment("GEMINI_API_KEY", "Google Gemini", ProviderKind.GEMINI, "gemini-2.5-flash"),
    FromEnvironment("OLLAMA_BASE_URL", "Ollama", ProviderKind.OLLAMA, "llama3.1", holds_endpoint=True),
)


def providers_for(actor: Actor, name: str = "") -> list[ProviderConfig]:
    """The chain for this person's questions, the named or default one first; empty: the planner only.

    Viewers have no model (their quota is 0), nor has anyone while MODELS_ENABLED is off.
    """
    if not settings.MODELS_ENABLED or not actor.role.is_at_least(Role.USER):
        return []
    rows = list(Provider.objects.visible_to(actor).in_order().filter(kind__in=settings.MODEL_VENDORS))
    rows.sort(key=lambda provider: provider.name != name)
    return [config for config in map(_config_or_none, rows) if config is not None]


def _config_or_none(provider: Provider) -> ProviderConfig | None:
    """A provider whose key no longer opens is passed over; staff see why on its page."""
    try:
        return provider.config()
    except Undecryptable as error:
        Provider.objects.filter(pk=provider.pk).update(last_error=str(error)[:300])
        return None


@transaction.atomic
def make_provider(
    name: str,
    *,
    organization: Organization,
    kind: str,
    model: str,
    endpoint: str | None = None,
    key: str | None = None,
    **fields: Any,
) -> Provider:
    """The organization's provider of this name, made or updated; None leaves a value as it is.

    The first one is the default. Raises ValidationError.
    """
    provider = Provider.objects.filter(organization=organization, name=name).first() or Provider(
        organization=organization,
        name=name,
        is_default=not organization.providers.filter(is_default=True).exists(),
    )
    for field, value in {"kind": kind, "model": model, "endpoint": endpoint, **fields}.items():
        if value is not None:
            setattr(provider, field, value)
    if key is not None:
        provider.encrypted_key = encrypt(key)
    if provider.kind in (ProviderKind.AZURE, ProviderKind.OPENAI_COMPATIBLE) and not provider.endpoint:
        raise ValidationError({"endpoint": _("This type of provider needs an endpoint.")})
    provider.full_clean()
    provider.save()
    record_change(organization, None, "provider.saved", name=name, kind=provider.kind, model=provider.model)
    return provider


@transaction.atomic
def make_default(provider: Provider) -> None:
    """Make it the one tried first in its organization."""
    Provider.objects.filter(organization=provider.organization_id).update(is_default=False)
    Provider.objects.filter(pk=provider.pk).update(is_default=True)


def provision_from_environment(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Set up a provider in every organization for each key found; their names.

    Idempotent: a changed key or model is taken over, what staff made under the same name is left alone.
    """
    found = [entry for entry in ENVIRONMENT if environment.get(entry.variable)]
    for organization in Organization.objects.all():
        for entry in found:
            existing = Provider.objects.filter(organization=organization, name=entry.name).first()
            if existing is not None and not existing.from_environment:
                continue
            value = environment[entry.variable]
            make_provider(
                entry.name,
                organization=organization,
                kind=entry.kind,
                model=environment.get(f"{entry.kind.upper()}_MODEL")
                or (existing.model if existing else entry.model),
                endpoint=value if entry.holds_endpoint else None,
                key=None if entry.holds_endpoint else value,
                from_environment=True,
            )
    return [entry.name for entry in found]


def check_connection(provider: Provider, *, user_id: int | None = None) -> str:
    """Ask the model for one word and keep the outcome; the words it said. Raises ProviderUnavailable."""
    request = CompletionRequest((ChatMessage("user", "Reply with the word OK."),))
    account = Account(provider.organization_id, user_id, Purpose.TEST)
    try:
        events = list(gateway.stream(request, [provider.config()], account=account, stopped=lambda: False))
    except (ProviderUnavailable, Undecryptable) as error:
        Provider.objects.filter(pk=provider.pk).update(last_error=str(error)[:300])
        raise ProviderUnavailable(str(error)) from error
    Provider.objects.filter(pk=provider.pk).update(last_success_at=timezone.now(), last_error="")
    return "".join(event.text for event in events if isinstance(event, TextDelta))


@transaction.atomic
def delete_provider(actor: Actor, *, provider: Provider) -> None:
    """Take it away with its key; the first active one left becomes the default."""
    name, was_default = provider.name, provider.is_default
    provider.delete()
    left = Provider.objects.visible_to(actor).in_order().first()
    if was_default and left is not None:
        make_default(left)
    record(actor, "provider.deleted", name=name)
