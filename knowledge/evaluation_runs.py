"""Evaluations that are kept: asked for, run elsewhere (it takes the agent), and compared with each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from accounts.models import Organization, User
from knowledge.enums import RunReason, RunStatus, Status
from knowledge.evaluation import Case, Outcome, Scored, totals
from knowledge.models import EvaluationResult, EvaluationRun, KnowledgeRevision, VerifiedQuery
from knowledge.writing import revision
from querying.models import DataSource

PLANNER = "planner"
# Runs that did not end by then have lost their process.
LOST_AFTER = dt.timedelta(hours=2)

evaluation_requested = Signal()
"""Sent with `run`, once it is committed: whoever has the agent runs it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A question that came out otherwise than before; None where only one of the runs asked it."""

    question: str
    before: str | None
    after: str | None

    @property
    def is_regression(self) -> bool:
        return self.before == Outcome.RIGHT and self.after not in (Outcome.RIGHT, None)


def cases_for(organization: Organization | int, source: DataSource | int) -> list[Case]:
    """The approved verified queries of an organization's source, as cases. Ids are stable: the row's."""
    rows = VerifiedQuery.objects.about(_pk(organization), _pk(source)).filter(status=Status.APPROVED)
    return [Case(str(row.pk), row.question, (row.sql,)) for row in rows.order_by("pk")]


@transaction.atomic
def request_evaluation(
    organization: Organization,
    source: DataSource,
    providers: Iterable[str],
    *,
    user: User | None = None,
    reason: RunReason = RunReason.ASKED,
    clock: dt.datetime | None = None,
) -> list[EvaluationRun]:
    """Queue a run for each provider (`planner`, or a provider's name); it starts after the commit."""
    runs = [
        EvaluationRun.objects.create(
            organization=organization,
            source=source,
            provider=provider,
            started_by=user,
            reason=reason,
            clock=clock,
            knowledge_revision=revision(organization.pk, source.pk) or 0,
        )
        for provider in dict.fromkeys(providers)
    ]
    for run in runs:
        transaction.on_commit(partial(evaluation_requested.send, sender=EvaluationRun, run=run))
    return runs


def begin_run(run_id: int) -> EvaluationRun | None:
    """Take a queued run; None where another process has it, or it is gone."""
    waiting = EvaluationRun.objects.filter(pk=run_id, status=RunStatus.QUEUED)
    if not waiting.update(status=RunStatus.RUNNING):
        return None
    return EvaluationRun.objects.select_related("organization", "source").get(pk=run_id)


def keep_result(run: EvaluationRun, scored: Scored) -> None:
    """Keep what became of one question."""
    EvaluationResult.objects.create(
        run=run,
        case_id=scored.case.id,
        question=scored.case.question,
        outcome=scored.outcome.value,
        sql=scored.answer.sql or "",
        reading=scored.answer.reading,
        extra_columns=list(scored.extra_columns),
        error=scored.error or "",
        latency_ms=round(scored.latency_ms),
        usage=scored.answer.usage,
    )


def finish_run(run: EvaluationRun, scored: Sequence[Scored]) -> None:
    """The run is over; its totals are those of `evaluate --json`."""
    EvaluationRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(
        status=RunStatus.DONE, totals=totals(scored), ended_at=timezone.now()
    )


def fail_run(run: EvaluationRun, message: str) -> None:
    """The run can't go on; `message` is for staff."""
    EvaluationRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(
        status=RunStatus.FAILED, error=message, ended_at=timezone.now()
    )


def request_replays() -> list[EvaluationRun]:
    """Queue a run of the planner wherever knowledge with verified queries changed since its last run."""
    now = timezone.now()
    EvaluationRun.objects.filter(
        status__in=[RunStatus.QUEUED, RunStatus.RUNNING], created_at__lt=now - LOST_AFTER
    ).update(status=RunStatus.FAILED, error="The process that ran it ended.", ended_at=now)
    return [
        run
        for state in KnowledgeRevision.objects.select_related("organization", "source")
        if state.source.is_active and _is_stale(state)
        for run in request_evaluation(state.organization, state.source, [PLANNER], reason=RunReason.CHANGE)
    ]


def _is_stale(state: KnowledgeRevision) -> bool:
    if not cases_for(state.organization_id, state.source_id):
        return False
    last = EvaluationRun.objects.filter(
        organization=state.organization_id, source=state.source_id, provider=PLANNER
    ).first()
    return last is None or (
        last.knowledge_revision != state.number and last.status not in (RunStatus.QUEUED, RunStatus.RUNNING)
    )


def run_before(run: EvaluationRun) -> EvaluationRun | None:
    """The finished run of the same provider that came before it."""
    earlier = EvaluationRun.objects.ended_for(run.organization_id, run.source_id)
    return earlier.filter(provider=run.provider, created_at__lt=run.created_at).first()


def compare(before: EvaluationRun, after: EvaluationRun) -> list[Change]:
    """The questions with another outcome, regressions first."""
    old = {result.case_id: result for result in before.results.all()}
    new = {result.case_id: result for result in after.results.all()}
    changes = []
    for case_id in dict.fromkeys([*new, *old]):
        was, now = old.get(case_id), new.get(case_id)
        result = now or was
        assert result is not None
        change = Change(result.question, _outcome(was), _outcome(now))
        if change.before != change.after:
            changes.append(change)
    return sorted(changes, key=lambda change: not change.is_regression)


def _outcome(result: EvaluationResult | None) -> str | None:
    return result.outcome if result else None


def _pk(row: Organization | DataSource | int) -> int:
    return row if isinstance(row, int) else int(row.pk)
