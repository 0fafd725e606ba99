"""Providers for staff: the key goes in and never comes out; what was used of them, and at what cost."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminPasswordWidget

from accounts.crypto import encrypt
from accounts.models import Organization
from accounts.services import record_change
from accounts.staff import StaffAdmin, signed_in
from providers.enums import Outcome
from providers.models import DailyTokenUsage, ModelRequest, Provider
from providers.services import check_connection, make_default
from providers.services.reporting import month_report
from providers.services.usage import next_month
from providers.usage_page import usage_page
from providers.wire import ProviderUnavailable


class ProviderForm(forms.ModelForm):
    key = forms.CharField(
        label=gettext_lazy("Key"),
        required=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "Stored encrypted and never shown again. Leave empty to keep the present one."
        ),
    )

    class Meta:
        model = Provider
        fields = (
            "organization",
            "name",
            "kind",
            "model",
            "endpoint",
            "temperature",
            "max_tokens",
            "parameters",
            "is_active",
            "masks_personal_data",
        )

    def save(self, commit: bool = True) -> Provider:
        if self.cleaned_data["key"]:
            self.instance.encrypted_key = encrypt(self.cleaned_data["key"])
        return super().save(commit)


@admin.register(Provider)
class ProviderAdmin(StaffAdmin):
    form = ProviderForm
    list_display = (
        "name",
        "organization",
        "kind",
        "model",
        "has_key",
        "is_default",
        "is_active",
        "last_success_at",
    )
    list_filter = ("kind", "is_active", ("organization", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("organization",)
    search_fields = ("name", "model")
    readonly_fields = ("is_default", "last_success_at", "last_error")
    actions_detail = ("test_connection", "use_first")
    fieldsets = (
        (None, {"fields": ("organization", "name", "kind", "model", "endpoint", "key")}),
        (gettext_lazy("Answers"), {"fields": ("temperature", "max_tokens", "parameters")}),
        (gettext_lazy("Use"), {"fields": ("is_active", "is_default", "masks_personal_data")}),
        (gettext_lazy("Health"), {"fields": ("last_success_at", "last_error")}),
    )

    @admin.display(description=gettext_lazy("key"), boolean=True)
    def has_key(self, provider: Provider) -> bool:
        return bool(provider.encrypted_key)

    def save_model(self, request: HttpRequest, obj: Provider, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record_change(
            obj.organization, signed_in(request), "provider.saved", name=obj.name, fields=form.changed_data
        )

    @action(description=gettext_lazy("Test connection"), url_path="test-connection")
    def test_connection(self, request: HttpRequest, object_id: int) -> HttpResponse:
        provider = get_object_or_404(self.get_queryset(request), pk=object_id)
        try:
            check_connection(provider, user_id=signed_in(request).pk)
        except ProviderUnavailable as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The model answered."))
        return redirect("admin:providers_provider_change", object_id)

    @action(description=gettext_lazy("Use first"), url_path="use-first")
    def use_first(self, request: HttpRequest, object_id: int) -> HttpResponse:
        make_default(get_object_or_404(self.get_queryset(request), pk=object_id))
        messages.success(request, _("Questions go to this model first now."))
        return redirect("admin:providers_provider_change", object_id)


@admin.register(ModelRequest)
class ModelRequestAdmin(StaffAdmin):
    read_only = True
    list_display = ("created_at", "user", "model", "outcome", "error_code", "tokens", "cost", "latency_ms")
    list_filter = ("outcome", "purpose", ("organization", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("organization", "user")
    search_fields = ("provider_name", "model", "error_code", "user__email")
    date_hierarchy = "created_at"
    exclude = ("cost_cents",)
    readonly_fields = ("cost",)

    @admin.display(description=gettext_lazy("Tokens"))
    def tokens(self, request: ModelRequest) -> str:
        return f"{'≈ ' if request.is_estimated else ''}{request.input_tokens} + {request.output_tokens}"

    @admin.display(description=gettext_lazy("cost (US cents)"), ordering="cost_cents")
    def cost(self, request: ModelRequest) -> str:
        if request.cost_cents is None:
            return "…" if request.outcome == Outcome.OPEN else _("unknown")
        return number_format(request.cost_cents, 4, use_l10n=True)


@admin.register(DailyTokenUsage)
class UsageAdmin(StaffAdmin):
    """Its list is a page: one organization's month, by day, person and model."""

    read_only = True

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        mine = list(Organization.objects.of_staff(signed_in(request)).distinct())
        organization = _chosen(mine, request.GET.get("organization"))
        this = timezone.now().astimezone(ZoneInfo(organization.time_zone)).date().replace(day=1)
        first = min(_month(request.GET.get("month"), this), this)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Model usage"),
            "organization": organization,
            "organizations": mine,
            "month": first,
            "month_before": first - dt.timedelta(days=1),
            "month_after": next_month(first) if first < this else None,
            "page": usage_page(month_report(organization, first=first)),
        }
        return render(request, "admin/providers/usage.html", context)


def _chosen(mine: list[Organization], slug: str | None) -> Organization:
    """The organization asked for, else the first. Raises Http404 for one that is not the reader's."""
    found = next((organization for organization in mine if slug in (None, "", organization.slug)), None)
    if found is None:
        raise Http404
    return found


def _month(text: str | None, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01") if text else otherwise
    except ValueError:
        return otherwise
