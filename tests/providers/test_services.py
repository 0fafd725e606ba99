from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.actor import Actor
from accounts.models import Organization
from accounts.services import actor_for, make_member, make_organization
from providers.models import Provider
from providers.services import (
    check_connection,
    make_default,
    make_provider,
    providers_for,
    provision_from_environment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def north() -> Organization:
    return make_organization("north")


def actor(organization: Organization, role: str = "user") -> Actor:
    return actor_for(make_member(f"{role}@{organization.slug}.example", organization=organization, role=role))


def test_a_key_is_stored_encrypted_and_opens_again(north: Organization) -> None:
    make_provider("OpenAI", organization=north, kind="openai", model="m", key="sk-secret")
    stored = Provider.objects.values().get()
    assert "sk-secret" not in json.dumps(stored, default=str)
    assert providers_for(actor(north))[0].key == "sk-secret"


def test_updating_without_a_key_keeps_it(north: Organization) -> None:
    make_provider("OpenAI", organization=north, kind="openai", model="m", key="sk-secret")
    make_provider("OpenAI", organization=north, kind="openai", model="other")
    (config,) = providers_for(actor(north))
    assert (config.model, config.key) == ("other", "sk-secret")


def test_providers_for_never_gives_another_organizations(north: Organization) -> None:
    south = make_organization("south")
    make_provider("OpenAI", organization=north, kind="openai", model="m", key="sk-north")
    make_provider("OpenAI", organization=south, kind="openai", model="m", key="sk-south")
    assert [config.key for config in providers_for(actor(north))] == ["sk-north"]
    assert [config.key for config in providers_for(actor(south), "OpenAI")] == ["sk-south"]


def test_providers_for_puts_the_named_or_the_default_first(north: Organization) -> None:
    for name in ("a", "b", "c"):
        make_provider(name, organization=north, kind="openai", model="m")
    make_default(Provider.objects.get(name="b"))
    assert [config.name for config in providers_for(actor(north))] == ["b", "a", "c"]
    assert [config.name for config in providers_for(actor(north), "c")] == ["c", "b", "a"]


def test_viewers_and_a_site_switched_off_have_no_model(north: Organization, settings: Settings) -> None:
    make_provider("OpenAI", organization=north, kind="openai", model="m")
    assert providers_for(actor(north, "viewer")) == []
    settings.MODELS_ENABLED = False
    assert providers_for(actor(north, "owner")) == []


def test_an_inactive_provider_is_left_out(north: Organization) -> None:
    make_provider("OpenAI", organization=north, kind="openai", model="m", is_active=False)
    assert providers_for(actor(north)) == []


def test_a_provider_whose_key_no_longer_opens_is_passed_over(north: Organization) -> None:
    make_provider("OpenAI", organization=north, kind="openai", model="m", key="sk")
    Provider.objects.update(encrypted_key="not a token")
    assert providers_for(actor(north)) == []
    assert "no longer" in Provider.objects.get().last_error


def test_make_provider_refuses_a_compatible_one_without_endpoint(north: Organization) -> None:
    with pytest.raises(ValidationError):
        make_provider("x", organization=north, kind="openai_compatible", model="m")
    assert not Provider.objects.exists()


def test_provision_from_environment_follows_the_key_and_leaves_what_staff_made(north: Organization) -> None:
    make_provider("Anthropic", organization=north, kind="anthropic", model="mine", key="staff")
    environment = {
        "OPENAI_API_KEY": "one",
        "ANTHROPIC_API_KEY": "two",
        "OLLAMA_BASE_URL": "http://127.0.0.1:1",
    }
    assert provision_from_environment(environment) == ["OpenAI", "Anthropic", "Ollama"]
    provision_from_environment(environment | {"OPENAI_API_KEY": "three"})
    found = {config.name: (config.key, config.endpoint) for config in providers_for(actor(north))}
    assert found == {
        "OpenAI": ("three", ""),
        "Anthropic": ("staff", ""),
        "Ollama": ("", "http://127.0.0.1:1"),
    }


def test_check_connection_keeps_the_outcome(north: Organization) -> None:
    script = {"script": [{"rounds": [[{"say": "OK"}]]}]}
    provider = make_provider("s", organization=north, kind="scripted", model="s", parameters=script)
    assert check_connection(provider) == "OK"
    provider.refresh_from_db()
    assert provider.last_success_at is not None


def test_the_command_reads_the_key_from_a_variable(
    north: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-from-variable")
    call_command("provider", "x", organization="north", type="openai", model="m", key_env="MY_KEY")
    assert providers_for(actor(north))[0].key == "sk-from-variable"
    with pytest.raises(CommandError, match="NO_SUCH"):
        call_command("provider", "x", organization="north", type="openai", model="m", key_env="NO_SUCH")
