"""Evaluations that were kept: a run asks every verified question of one provider, a result is one outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from knowledge.enums import RunReason, RunStatus
from knowledge.evaluation import Outcome
from querying.models import DataSource

if TYPE_CHECKING:
    from accounts.actor import Actor
    from accounts.models import User

OUTCOMES = [
    (Outcome.RIGHT.value, _("Right")),
    (Outcome.WRONG.value, _("Wrong")),
    (Outcome.DECLINED.value, _("Declined")),
    (Outcome.ERROR.value, _("Error")),
]


class EvaluationRunQuerySet(models.QuerySet["EvaluationRun"]):
    def visible_to(self, actor: Actor) -> EvaluationRunQuerySet:
        whose = models.Q(source__owner=None) | models.Q(source__owner=actor.user_id)
        return self.filter(whose, organization=actor.organization_id)

    def of_staff(self, user: User) -> EvaluationRunQuerySet:
        mine = Organization.objects.of_staff(user).values("pk")
        return self.filter(organization__in=mine, source__owner=None)

    def ended_for(self, organization: int, source: int) -> EvaluationRunQuerySet:
        """The finished runs over one source's verified queries, newest first."""
        return self.filter(organization=organization, source=source, status=RunStatus.DONE)


class EvaluationRun(models.Model):
    """All verified queries of a source, asked of one provider. `totals` as `evaluation.totals` gives them."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    source = models.ForeignKey(
        DataSource, verbose_name=_("data source"), on_delete=models.CASCADE, related_name="+"
    )
    provider = models.CharField(_("provider"), max_length=100)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("why"), max_length=10, choices=RunReason.choices, default=RunReason.ASKED)
    status = models.CharField(_("status"), max_length=10, choices=RunStatus.choices, default=RunStatus.QUEUED)
    knowledge_revision = models.PositiveIntegerField(_("knowledge at"), default=0)
    clock = models.DateTimeField(_("asked as of"), null=True, blank=True)
    totals = models.JSONField(_("totals"), default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = EvaluationRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            # The last run of a provider over a source, to compare with.
            models.Index(
                fields=["organization", "source", "provider", "-created_at"], name="runs_of_provider"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.provider}, {self.created_at:%Y-%m-%d %H:%M}"

    def total(self, name: str) -> Any:
        """One of the totals; None while there is none."""
        return self.totals.get(name)


class EvaluationResult(models.Model):
    """What became of one question in one run. The question is kept: the verified query may be gone since."""

    run = models.ForeignKey(
        EvaluationRun, verbose_name=_("evaluation"), on_delete=models.CASCADE, related_name="results"
    )
    case_id = models.CharField(_("case"), max_length=100)
    question = models.CharField(_("question"), max_length=500)
    outcome = models.CharField(_("outcome"), max_length=10, choices=OUTCOMES)
    sql = models.TextField(_("SQL"), blank=True)
    reading = models.TextField(_("understood as"), blank=True)
    extra_columns = models.JSONField(_("columns beyond the right ones"), default=list, blank=True)
    error = models.TextField(_("error"), blank=True)
    latency_ms = models.PositiveIntegerField(_("time (ms)"), default=0)
    usage = models.JSONField(_("usage"), default=dict, blank=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "case_id"], name="one_result_per_case")
        ]

    def __str__(self) -> str:
        return self.question[:80]
