"""Evaluations for staff: start one, see each outcome, and what changed since the run before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from accounts.models import Organization
from accounts.staff import OwnOrganizationsFilter, StaffAdmin, signed_in
from knowledge.enums import RunStatus
from knowledge.evaluation_models import OUTCOMES
from knowledge.evaluation_runs import PLANNER, cases_for, compare, request_evaluation, run_before
from knowledge.models import EvaluationRun
from providers.models import Provider
from querying.admin import OwnSourcesFilter
from querying.models import DataSource

COLOURS: dict[str, str | None] = {
    **dict.fromkeys(RunStatus),
    RunStatus.DONE: "success",
    RunStatus.FAILED: "danger",
    RunStatus.RUNNING: "info",
}


class EvaluationForm(forms.Form):
    """Whose verified queries about which source, and who is to answer them."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("Data source"), queryset=DataSource.objects.none(), widget=UnfoldAdminSelectWidget
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organization"),
        queryset=Organization.objects.none(),
        widget=UnfoldAdminSelectWidget,
    )
    providers = forms.MultipleChoiceField(
        label=gettext_lazy("Answered by"), widget=UnfoldAdminCheckboxSelectMultipleWidget, initial=[PLANNER]
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Organization.objects.of_staff(user).distinct()
        self.fields["source"].queryset = DataSource.objects.of_staff(user)  # type: ignore[attr-defined]
        self.fields["organization"].queryset = mine  # type: ignore[attr-defined]
        names = Provider.objects.filter(organization__in=mine.values("pk"), is_active=True)
        known = sorted(set(names.values_list("name", flat=True)))
        choices = [(PLANNER, _("Planner")), *((name, name) for name in known)]
        self.fields["providers"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """There must be something to ask, and each provider must be the organization's."""
        data: dict[str, Any] = super().clean() or {}
        source, organization = data.get("source"), data.get("organization")
        if not (source and organization):
            return data
        theirs = {PLANNER, *organization.providers.filter(is_active=True).values_list("name", flat=True)}
        if unknown := set(data.get("providers", ())) - theirs:
            raise ValidationError(
                _("%(organization)s has no provider %(name)s.")
                % {"organization": organization, "name": ", ".join(sorted(unknown))}
            )
        if not cases_for(organization, source):
            raise ValidationError(_("There are no approved verified queries about this data source yet."))
        return data


@admin.register(EvaluationRun)
class EvaluationRunAdmin(StaffAdmin):
    not_private = {"source__owner": None}
    list_display = (
        "created_at",
        "organization",
        "source",
        "provider",
        "reason",
        "state",
        "outcomes",
        "precision",
        "coverage",
        "median",
        "cost",
    )
    list_filter = (
        ("source", OwnSourcesFilter),
        ("organization", OwnOrganizationsFilter),
        ("status", ChoicesDropdownFilter),
        ("reason", ChoicesDropdownFilter),
    )
    list_select_related = ("organization", "source")
    actions_list = ("start",)
    actions = ("compare_selected",)
    read_only = True

    @display(description=gettext_lazy("status"), label=COLOURS)
    def state(self, run: EvaluationRun) -> tuple[str, str]:
        return run.status, str(RunStatus(run.status).label)

    @admin.display(description=gettext_lazy("right / wrong / declined"))
    def outcomes(self, run: EvaluationRun) -> str | None:
        return (
            " / ".join(str(run.total(name)) for name in ("right", "wrong", "declined"))
            if run.totals
            else None
        )

    @admin.display(description=gettext_lazy("right of those answered"))
    def precision(self, run: EvaluationRun) -> str | None:
        return _percent(run.total("precision"))

    @admin.display(description=gettext_lazy("right of those asked"))
    def coverage(self, run: EvaluationRun) -> str | None:
        return _percent(run.total("accuracy"))

    @admin.display(description=gettext_lazy("median (ms)"))
    def median(self, run: EvaluationRun) -> Any:
        return run.total("latency_ms_p50")

    @admin.display(description=gettext_lazy("cost (US cents)"))
    def cost(self, run: EvaluationRun) -> Any:
        return run.total("cost_cents")

    @action(description=gettext_lazy("Evaluate"), url_path="start")
    def start(self, request: HttpRequest) -> HttpResponse:
        """A page that asks what to evaluate, and queues it."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        form = EvaluationForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            runs = request_evaluation(
                form.cleaned_data["organization"],
                form.cleaned_data["source"],
                form.cleaned_data["providers"],
                user=signed_in(request),
            )
            messages.success(request, _("%(count)s queued: reload to see how far.") % {"count": len(runs)})
            return redirect("admin:knowledge_evaluationrun_changelist")
        return self._page(request, "start", title=_("Evaluate"), form=form)

    @admin.action(description=gettext_lazy("Compare two"))
    def compare_selected(
        self, request: HttpRequest, queryset: QuerySet[EvaluationRun]
    ) -> HttpResponse | None:
        """Two runs side by side, the older one first: of two days, or of two providers."""
        runs = list(queryset.order_by("created_at", "pk")[:3])
        if len(runs) != 2 or len({(run.organization_id, run.source_id) for run in runs}) != 1:
            messages.error(request, _("Choose two evaluations of one organization's data source."))
            return None
        return self._page(request, "run", **_shown(runs[1], runs[0]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """A run is looked at, never changed: its outcomes, and what differs from the run before."""
        run = self.get_object(request, object_id)
        if run is None or not self.has_view_permission(request, run):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return self._page(request, "run", **_shown(run, run_before(run)))

    def _page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        page = self.admin_site.each_context(request) | {"opts": self.model._meta} | context
        return render(request, f"admin/knowledge/evaluation_{name}.html", page)


def _shown(run: EvaluationRun, before: EvaluationRun | None) -> dict[str, Any]:
    words = {str(value): label for value, label in OUTCOMES}
    results = [
        {
            "result": result,
            "outcome": words[result.outcome],
            "is_right": result.outcome == "right",
            "reading": result.reading.replace("**", ""),
        }
        for result in run.results.all()
    ]
    changes = [
        {
            "question": change.question,
            "before": words.get(change.before or "", _("not asked")),
            "after": words.get(change.after or "", _("not asked")),
            "is_regression": change.is_regression,
        }
        for change in (compare(before, run) if before else [])
    ]
    return {
        "title": str(run),
        "run": run,
        "figures": list(_figures(run, before)),
        # What is right comes last: staff look for what is not.
        "results": sorted(results, key=lambda shown: bool(shown["is_right"])),
        "before": before,
        "changes": changes,
        "back": reverse("admin:knowledge_evaluationrun_changelist"),
    }


def _figures(run: EvaluationRun, before: EvaluationRun | None) -> Iterator[dict[str, Any]]:
    """What to know of a run at a glance, each beside what it was before."""
    yield {"label": _("Status"), "value": RunStatus(run.status).label}
    for label, name in (
        (_("Questions asked"), "asked"),
        (_("Right of those answered"), "precision"),
        (_("Right of those asked"), "accuracy"),
    ):
        yield {
            "label": label,
            "value": _figure(run, name),
            "before": _figure(before, name) if before else None,
        }


def _figure(run: EvaluationRun, name: str) -> str:
    value = run.total(name)
    return "–" if value is None else str(value) if name == "asked" else _percent(value) or "–"


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.1%}"
