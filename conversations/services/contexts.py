"""Everything one turn is given: who asks, about what, and the doors to the layers below."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.clashes import retried_after_clash
from accounts.models import Membership
from accounts.services import NoMembership, actor_for
from campaigns.services import propose_segment
from conversations import streaming
from conversations.agent.context import (
    Exchange,
    Knowledge,
    OpenSource,
    Proposal,
    Ran,
    Refinement,
    SourceName,
    Stopped,
    TurnContext,
)
from conversations.agent.events import Stage
from conversations.agent.words import say
from conversations.enums import MessageRole, ToolCallStatus, TurnStatus
from conversations.models import Message, ToolCall, Turn
from conversations.starters import starters_for
from knowledge import services as knowledge
from knowledge.semantic.memory import query_from_json
from knowledge.semantic.query import SemanticQuery
from knowledge.verified import Verified, verified_for
from providers import gateway
from providers.services import Account, providers_for
from providers.wire import CompletionRequest, ProviderConfig, RequestStarted, StreamEvent
from querying import services as querying
from querying.cache import Caching
from querying.limits import Purpose
from querying.models import DataSource
from querying.results import QueryStopped

EXCHANGES = 10
PLANNER = "planner"


@dataclass(slots=True)
class Memory:
    """What the loop notes beside the answer; `context` is what the next question may refine."""

    kept: dict[str, Any] = field(default_factory=dict)
    wrote: tuple[str, str] = ("", "")  # provider and model that took the last request: for the query log

    def note(self, name: str, value: Any) -> None:
        self.kept[name] = value

    @property
    def context(self) -> dict[str, Any] | None:
        if not self.kept.get("query") or "source" not in self.kept:
            return None
        return {"data_source": self.kept["source"], "query": self.kept["query"]}


def turn_context(turn: Turn, *, stopped: Callable[[], bool], memory: Memory, began: float) -> TurnContext:
    """The context of a claimed turn. Raises NoMembership where the asker has left the organization."""
    actor = asker_of(turn)
    # Structures are large, and what is made of them is kept.
    rows = {row.pk: row for row in DataSource.objects.visible_to(actor).defer("catalog").order_by("pk")}
    configs = [] if turn.provider == PLANNER else providers_for(actor, turn.provider)
    doors = _Doors(actor, turn, rows, configs, _clock(turn, actor), stopped, memory)
    return TurnContext(
        actor=actor,
        now=doors.now,
        language=actor.language,
        sources=tuple(SourceName(row.pk, row.name) for row in rows.values()),
        chosen=turn.data_source_id,
        current=turn.conversation.data_source_id,
        previous=_refinement(turn),
        history=_history(turn) if configs else (),
        wants_model=any(config.name == turn.provider for config in configs),
        context_type=turn.conversation.context_type,
        attached=turn.attached_query,
        open_source=doors.open_source,
        execute=doors.execute,
        propose=doors.propose,
        search=doors.search,
        stream=doors.stream if configs else None,
        note=memory.note,
        note_tool_call=doors.note_tool_call,
        stopped=stopped,
        verified=doors.verified,
        starters=doors.starters,
        elapsed_ms=lambda: round((time.perf_counter() - began) * 1000),
    )


def asker_of(turn: Turn) -> Actor:
    """The actor of a turn, with the rights of now, not of when it was asked. Raises NoMembership."""
    conversation = turn.conversation
    memberships = Membership.objects.active().select_related("user", "organization")
    membership = memberships.filter(
        user=conversation.owner_id, organization=conversation.organization_id
    ).first()
    if membership is None:
        raise NoMembership(_("You no longer belong to this organization."))
    return actor_for(membership, language=turn.language)


@dataclass(frozen=True)
class _Doors:
    """The context's functions, which all know the same actor and clock."""

    actor: Actor
    turn: Turn
    rows: dict[int, DataSource]
    configs: list[ProviderConfig]
    now: dt.datetime
    stopped: Callable[[], bool]
    memory: Memory

    def open_source(self, source_id: int) -> OpenSource:
        row = self.rows[source_id]
        conversation = self.turn.conversation
        if row.owner_id is not None and not conversation.private:
            conversation.private = True
            retried_after_clash(conversation.save)(update_fields=["private"])
        known = knowledge.known_source(self.actor, row)
        return OpenSource(row.pk, row.name, known.view, known.model, known.values)

    def execute(self, source: OpenSource, sql: str, generated_by: str) -> Ran:
        provider, model = self.memory.wrote
        try:
            return querying.execute(
                actor=self.actor,
                source=self.rows[source.id],
                sql=sql,
                purpose=Purpose.CHAT,
                clock=self.now,
                question=self.turn.question,
                generated_by=generated_by,
                stopped=self.stopped,
                provider=provider,
                model=model,
                caching=self._caching(),
                waiting=lambda is_waiting: self._tell_waiting(source, is_waiting),
            )
        except QueryStopped:
            raise Stopped from None

    def _tell_waiting(self, source: OpenSource, is_waiting: bool) -> None:
        """Say on the page why nothing happens, and when it goes on; nobody needs to know of it later."""
        label = say("in_the_queue" if is_waiting else "querying", self.actor.language, source=source.name)
        answer = Message.objects.values_list("pk", flat=True).get(turn=self.turn, role=MessageRole.ASSISTANT)
        querying.release_connection()
        streaming.say_unstored(self.turn.conversation_id, answer, Stage("querying", label).as_json())

    def _caching(self) -> Caching:
        """Whoever asks again wants to see the data anew; a turn at a set moment is measured or replayed."""
        if self.turn.clock is not None:
            return Caching.NONE
        return Caching.RENEW if self.turn.retry_of_id is not None else Caching.USE

    def propose(
        self, source: OpenSource, *, sql: str = "", query: SemanticQuery | None = None, question: str = ""
    ) -> Proposal:
        try:
            return propose_segment(
                self.actor,
                source=self.rows[source.id],
                sql=sql,
                query=query,
                question=question,
                clock=self.now,
                stopped=self.stopped,
            )
        except QueryStopped:
            raise Stopped from None

    def search(self, source: OpenSource, text: str, limit: int) -> list[Knowledge]:
        hits = knowledge.search(self.actor, self.rows[source.id], text, limit)
        return [Knowledge(hit.kind, hit.name, hit.version, hit.title, hit.text) for hit in hits]

    def verified(self, question: str) -> list[Verified]:
        if self.turn.leaves_out_verified:
            return []
        return verified_for(self.actor, self.rows, question)

    def starters(self, language: str) -> list[str]:
        asker = replace(self.actor, language=language)
        found = starters_for(asker, self.rows.values())
        return [starter.text for starter in found if not starter.has_slot]

    def stream(self, request: CompletionRequest) -> Iterator[StreamEvent]:
        account = Account(
            self.actor.organization_id,
            self.actor.user_id,
            conversation_id=self.turn.conversation_id,
            turn_id=self.turn.pk,
        )
        for event in gateway.stream(request, self.configs, account=account, stopped=self.stopped):
            if isinstance(event, RequestStarted):
                self.memory.wrote = (event.provider, event.model)
            yield event

    @retried_after_clash
    def note_tool_call(self, name: str, arguments: str, ok: bool, told: str, milliseconds: int) -> None:
        ToolCall.objects.create(
            message=Message.objects.get(turn=self.turn, role=MessageRole.ASSISTANT),
            name=name[:64],
            arguments=arguments,
            status=ToolCallStatus.OK if ok else ToolCallStatus.FAILED,
            result=told,
            milliseconds=milliseconds,
        )


def _clock(turn: Turn, actor: Actor) -> dt.datetime:
    return (turn.clock or settings.COPILOT_FROZEN_NOW or timezone.now()).astimezone(ZoneInfo(actor.time_zone))


def _refinement(turn: Turn) -> Refinement | None:
    """The query of the answer that was named, else of the conversation's last one."""
    kept = turn.conversation.context
    if turn.parent is not None:
        kept = {"data_source": turn.parent.payload.get("source"), "query": turn.parent.payload.get("query")}
    query = query_from_json(kept.get("query"))
    return Refinement(kept["data_source"], query) if query is not None and kept.get("data_source") else None


def _history(turn: Turn) -> tuple[Exchange, ...]:
    """The last exchanges before this turn, the oldest first."""
    answers = turn.conversation.messages.filter(
        role=MessageRole.ASSISTANT, status=TurnStatus.COMPLETED, turn__created_at__lt=turn.created_at
    )
    last = list(answers.select_related("reply_to").order_by("-seq")[:EXCHANGES])
    return tuple(
        Exchange(row.reply_to.text, row.text, (row.payload.get("sql") or {}).get("sql", ""))
        for row in reversed(last)
        if row.reply_to is not None
    )
