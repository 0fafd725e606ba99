"""What the first question of a web process would wait for, done before somebody asks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import structlog
from django.conf import settings
from django.db import connections
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import override

from accounts.actor import Actor
from accounts.models import Membership
from accounts.services import actor_for
from conversations.models import Conversation
from conversations.starters import starters_for
from knowledge.planner import plan
from knowledge.planner.plan import Planned, Question
from knowledge.semantic.compiler import compile_query
from knowledge.services import known_source
from providers import via_litellm
from providers.enums import ProviderKind
from providers.models import Provider
from querying.guard import guard
from querying.limits import Purpose
from querying.models import DataSource

log = structlog.get_logger(__name__)
PEOPLE = 5


def warm() -> None:
    """Read what the people who asked last ask about, rehearse a question of theirs up to its query, which is
    not run, and load the models' library if there is a model.

    Never fails: what can't be warmed is found cold, and tells its error to whoever asks for it.
    """
    try:
        for actor in _last_askers():
            _warm_for(actor)
        if _has_model():
            via_litellm.warm_up()
    except Exception:  # nobody waits for this, and the site serves without it
        log.warning("not_warmed", exc_info=True)
    finally:
        connections.close_all()


def _last_askers() -> Iterator[Actor]:
    """Who asked last; of a new site somebody of each organization."""
    last = Conversation.objects.values("owner", "organization").annotate(at=Max("updated_at")).order_by("-at")
    members = Membership.objects.active().select_related("user", "organization")
    found = [
        members.filter(user=row["owner"], organization=row["organization"]).first() for row in last[:PEOPLE]
    ]
    if not found:
        found = list(members.order_by("organization_id", "pk").distinct("organization_id")[:PEOPLE])
    return (actor_for(membership) for membership in found if membership is not None)


def _warm_for(actor: Actor) -> None:
    with override(actor.language):
        sources = list(DataSource.objects.visible_to(actor).order_by("pk"))
        asked: set[int] = set()
        for starter in starters_for(actor, sources):
            if starter.source not in asked and not starter.has_slot:
                asked.add(starter.source)
                source = next(source for source in sources if source.pk == starter.source)
                _rehearse(actor, source, starter.text, settings.COPILOT_FROZEN_NOW or timezone.now())


def _rehearse(actor: Actor, source: DataSource, text: str, now: dt.datetime) -> None:
    known = known_source(actor, source)
    zone, week_start, language = actor.time_zone, actor.week_start, actor.language
    question = Question(text=text, now=now, time_zone=zone, week_start=week_start, language=language)
    planned = plan(question, known.model, known.values)
    if isinstance(planned, Planned):
        compiled = compile_query(
            planned.query, known.model, time_zone=zone, week_start=week_start, language=language
        )
        guard(compiled.sql, known.view, purpose=Purpose.CHAT, clock=now)


def _has_model() -> bool:
    real = Provider.objects.exclude(kind=ProviderKind.SCRIPTED)
    return settings.MODELS_ENABLED and real.filter(is_active=True).exists()
