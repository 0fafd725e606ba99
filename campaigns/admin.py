"""Segments, campaigns and deliveries to look at; addresses not to be written to, kept as hashes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminEmailInputWidget

from accounts.models import Organization
from accounts.staff import OwnOrganizationsFilter, StaffAdmin, signed_in
from campaigns.addresses import hash_of, normalised
from campaigns.enums import SuppressionReason
from campaigns.models import Campaign, Delivery, Segment, Suppression
from campaigns.services import lift_suppression, suppress_address

BY_ORGANIZATION = ("organization", OwnOrganizationsFilter)


@admin.register(Segment)
class SegmentAdmin(StaffAdmin):
    read_only = True
    not_private = {"source__owner": None}
    list_display = (
        "name",
        "organization",
        "source",
        "status",
        "member_count",
        "refreshed_at",
        "refresh_every",
    )
    list_filter = ("status", "refresh_every", BY_ORGANIZATION)
    list_select_related = ("organization", "source")
    search_fields = ("name", "question", "description")
    fieldsets = (
        (None, {"fields": ("name", "organization", "description", "created_by", "created_at", "page")}),
        (_("Where it comes from"), {"fields": ("source", "question", "sql", "id_column")}),
        (
            _("People"),
            {"fields": ("status", "error", "member_count", "added_count", "removed_count", "refreshed_at")},
        ),
        (_("Refreshing"), {"fields": ("refresh_every", "next_refresh_at")}),
    )
    readonly_fields = ("page",)

    @admin.display(description=_("Page"))
    def page(self, segment: Segment) -> SafeString:
        return _link("segment", segment)


@admin.register(Campaign)
class CampaignAdmin(StaffAdmin):
    read_only = True
    not_private = {"segment__source__owner": None}
    list_display = ("name", "organization", "segment", "status", "scheduled_at", "started_at", "sent_at")
    list_filter = ("status", BY_ORGANIZATION)
    list_select_related = ("organization", "segment")
    search_fields = ("name", "segment__name")
    fieldsets = (
        (None, {"fields": ("name", "organization", "segment", "channel", "page")}),
        (_("State"), {"fields": ("status", "error", "created_by", "sent_by")}),
        (_("Dates"), {"fields": ("created_at", "scheduled_at", "started_at", "sent_at", "completed_at")}),
        (_("The e-mail"), {"fields": ("content",)}),
    )
    readonly_fields = ("page",)

    @admin.display(description=_("Page"))
    def page(self, campaign: Campaign) -> SafeString:
        return _link("campaign", campaign)


@admin.register(Delivery)
class DeliveryAdmin(StaffAdmin):
    """Who stands where. No address: only the keys that the organization's own data has."""

    read_only = True
    organization_path = "campaign__organization"
    not_private = {"campaign__segment__source__owner": None}
    list_display = ("person_key", "campaign", "status", "reason", "attempts", "sent_at", "unsubscribed_at")
    list_filter = ("status", "reason", ("campaign__organization", OwnOrganizationsFilter))
    list_select_related = ("campaign",)
    search_fields = ("=person_key", "campaign__name")
    # A campaign may have a million of them.
    show_full_result_count = False
    fields = (*list_display, "next_attempt_at")


class SuppressionForm(forms.ModelForm):
    address = forms.CharField(
        label=_("E-mail address"),
        widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"}),
        help_text=_("Kept as a hash: it can be found again, but not read."),
    )

    class Meta:
        model = Suppression
        fields = ("organization",)

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        if normalised(address) is None:
            raise forms.ValidationError(_("This is not a valid e-mail address."))
        return address


@admin.register(Suppression)
class SuppressionAdmin(StaffAdmin):
    not_private = {"campaign__segment__source__owner": None}
    list_display = ("short", "organization", "reason", "campaign", "created_at")
    list_filter = ("reason", BY_ORGANIZATION)
    list_select_related = ("organization", "campaign")
    search_fields = ("address_hash",)
    search_help_text = _("A whole e-mail address finds its entry.")
    fields = ("address_hash", "organization", "reason", "campaign", "created_at")

    @admin.display(description=_("address (hashed)"))
    def short(self, suppression: Suppression) -> str:
        return str(suppression)

    def get_form(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        if obj is None:
            kwargs |= {"form": SuppressionForm, "fields": ("organization", "address")}
        return super().get_form(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return super().get_fields(request, obj) if obj else ("organization", "address")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What staff added they may take back; who unsubscribed stays unsubscribed."""
        if isinstance(obj, Suppression) and obj.reason != SuppressionReason.ADDED:
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """None: deleting many at once would not ask each one's reason."""
        return {}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Suppression], search_term: str
    ) -> tuple[QuerySet[Suppression], bool]:
        plain = normalised(search_term) if "@" in search_term else None
        if plain is None:
            return super().get_search_results(request, queryset, search_term)
        mine = Organization.objects.of_staff(signed_in(request)).values_list("pk", flat=True)
        return queryset.filter(address_hash__in=[hash_of(pk, plain) for pk in mine]), False

    def save_model(self, request: HttpRequest, obj: Suppression, form: Any, change: bool) -> None:
        added = suppress_address(obj.organization, signed_in(request), address=form.cleaned_data["address"])
        obj.pk, obj.address_hash, obj.reason = added.pk, added.address_hash, added.reason

    def delete_model(self, request: HttpRequest, obj: Suppression) -> None:
        lift_suppression(obj, signed_in(request))


def _link(name: str, thing: Segment | Campaign) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', reverse(f"campaigns:{name}", args=[thing.pk]), _("Open its page")
    )
