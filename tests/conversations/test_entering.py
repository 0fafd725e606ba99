from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Membership, User
from conversations import services
from conversations.entering import NO_CONVERSATION, NOT_SIGNED_IN, NOT_YOURS, enter
from tests.conversations.people import make_actor

pytestmark = pytest.mark.django_db


def entered(client, conversation_id):
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    return enter({"cookies": cookies}, conversation_id, language="fr")


@pytest.fixture
def somebody():
    """(their user, a browser in which they are signed in, a conversation of theirs)."""
    actor = make_actor("north")
    user, client = User.objects.get(pk=actor.user_id), Client()
    client.force_login(user)
    return user, client, services.create_conversation(actor).pk


def test_enter_gives_the_sessions_person_in_the_pages_language(somebody):
    user, client, conversation_id = somebody
    actor = entered(client, conversation_id)
    assert (actor.user_id, actor.language, actor.organization_slug) == (user.pk, "fr", "north")
    assert entered(client, uuid4()) == NO_CONVERSATION
    assert entered(Client(), conversation_id) == NOT_SIGNED_IN


def test_enter_turns_away_who_signed_out(somebody):
    _user, client, conversation_id = somebody
    key = client.session.session_key
    client.logout()
    assert enter({"cookies": {"sessionid": key}}, conversation_id, language="en") == NOT_SIGNED_IN


@pytest.mark.parametrize("change", ["password", "inactive"])
def test_enter_turns_away_whose_session_ended_with_a_change(somebody, change):
    user, client, conversation_id = somebody
    if change == "password":
        user.set_password("another one")
    else:
        user.is_active = False
    user.save()
    assert entered(client, conversation_id) == NOT_SIGNED_IN


def test_enter_turns_away_who_was_removed_and_who_belongs_elsewhere(somebody):
    user, client, conversation_id = somebody
    other = make_actor("south", email="other@south.example")
    strangers = Client()
    strangers.force_login(User.objects.get(pk=other.user_id))
    assert entered(strangers, conversation_id) == NOT_YOURS
    Membership.objects.filter(user=user).delete()
    assert entered(client, conversation_id) == NOT_YOURS
