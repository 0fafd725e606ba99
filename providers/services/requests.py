"""The account of every request to a model: a row before it is sent, settled when it has ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError, connection
from django.db.models.functions import Now

from accounts.clashes import retried_after_clash
from providers.enums import Outcome, Purpose
from providers.metering import Attempt, Settle, Settled
from providers.models import ModelRequest, Provider

# Longer than any request lasts: its first token has 10 s, each piece after it 30 s, the whole a minute or so.
LOST_AFTER = dt.timedelta(minutes=15)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """On whose account requests go; `gateway.stream` calls it in the turn's thread before each request."""

    organization_id: int
    user_id: int | None
    purpose: Purpose = Purpose.ANSWER
    conversation_id: UUID | None = None
    turn_id: UUID | None = None

    def __call__(self, attempt: Attempt) -> Settle:
        return record_request_started(self, attempt=attempt)


def record_request_started(account: Account, *, attempt: Attempt) -> Settle:
    """Write the request as open; what settles it. Gives the database connection up: now comes a long wait."""
    config = attempt.config
    row = ModelRequest(
        organization_id=account.organization_id,
        user_id=account.user_id,
        purpose=account.purpose,
        conversation_id=account.conversation_id,
        turn_id=account.turn_id,
        # Gone since the chain was read: the request is counted all the same.
        provider_id=config.id if Provider.objects.filter(pk=config.id).exists() else None,
        provider_name=config.name,
        model=config.model,
        attempt=attempt.number,
        is_fallback=attempt.is_fallback,
        input_tokens=attempt.input_tokens,
    )
    retried_after_clash(row.save)(force_insert=True)
    if not connection.in_atomic_block:
        connection.close()
    return partial(record_request_settled, row.pk)


def record_request_settled(request_id: int, settled: Settled) -> bool:
    """Write how it ended, once; False where that could not be written: then the sweep marks it as lost."""
    usage = settled.usage
    rows = ModelRequest.objects.filter(pk=request_id, outcome__in=[Outcome.OPEN, Outcome.LOST])
    try:
        changed = retried_after_clash(rows.update)(
            outcome=settled.outcome,
            error_code=settled.error_code[:32],
            input_tokens=usage.input_tokens,
            cached_tokens=usage.cached_tokens,
            output_tokens=usage.output_tokens,
            is_estimated=usage.is_estimated,
            cost_cents=usage.cost_cents,
            latency_ms=settled.latency_ms,
            first_token_ms=settled.first_token_ms,
            settled_at=Now(),
        )
    except (OperationalError, InterfaceError):
        # The answer is there: it must not be lost because its account can't be written just now.
        log.exception("model_request_not_settled", request=request_id)
        return False
    return bool(changed)


def sweep_lost_requests() -> int:
    """Mark requests whose process died; how many. What they had been reckoned at stays on the account."""
    old = ModelRequest.objects.filter(outcome=Outcome.OPEN, created_at__lt=Now() - LOST_AFTER)
    return old.update(outcome=Outcome.LOST, error_code="process_died", settled_at=Now())
