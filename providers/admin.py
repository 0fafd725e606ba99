"""Providers for staff: the key goes in and never comes out, the connection is one click to test."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminPasswordWidget

from accounts.crypto import encrypt
from accounts.services import record_change
from accounts.staff import StaffAdmin, signed_in
from providers.models import Provider
from providers.services import check_connection, make_default
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
        provider = self.get_queryset(request).get(pk=object_id)
        try:
            check_connection(provider, user_id=signed_in(request).pk)
        except ProviderUnavailable as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The model answered."))
        return redirect("admin:providers_provider_change", object_id)

    @action(description=gettext_lazy("Use first"), url_path="use-first")
    def use_first(self, request: HttpRequest, object_id: int) -> HttpResponse:
        make_default(self.get_queryset(request).get(pk=object_id))
        messages.success(request, _("Questions go to this model first now."))
        return redirect("admin:providers_provider_change", object_id)
