"""People, organizations, memberships and the audit log, for staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm

from accounts.api_keys import revoke_as_staff
from accounts.models import ApiKey, AuditEntry, Membership, Organization, User
from accounts.staff import StaffAdmin, is_administrator, signed_in

admin.site.unregister(Group)


class MembershipInline(TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ("user", "organization")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Adding people and naming whose rows they are is the site's: `manage.py member`, or a superuser."""
        return bool(request.user.is_superuser)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission


class UserCreationForm(forms.ModelForm):
    """A new person needs an e-mail only; the password is set on the next page or by their own reset."""

    class Meta:
        model = User
        fields = ("email", "name", "language")

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        user.email = user.email.lower()
        user.set_unusable_password()
        if commit:
            user.save()
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    ordering = ("email",)
    list_display = ("email", "name", "language", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_active", "memberships__role", "memberships__organization")
    search_fields = ("email", "name")
    readonly_fields = ("last_login", "joined_at")
    inlines = (MembershipInline,)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "password", "name")}),
        (_("Preferences"), {"fields": ("language", "time_zone", "current_organization")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "language")}),)
    autocomplete_fields = ("current_organization",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@admin.register(Organization)
class OrganizationAdmin(StaffAdmin):
    organization_path = "pk"
    list_display = ("name", "slug", "external_id", "member_count", "time_zone", "currency")
    search_fields = ("name", "slug")
    inlines = (MembershipInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        mine = super().get_queryset(request).values("pk")
        return Organization.objects.filter(pk__in=mine).annotate(member_count=Count("memberships"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Organization | None = None) -> tuple[str, ...]:
        """What decides which rows an organization sees is the site's to set, not its own staff's."""
        return () if request.user.is_superuser else ("slug", "external_id")

    @admin.display(description=_("members"), ordering="member_count")
    def member_count(self, organization: Any) -> int:
        return int(organization.member_count)


@admin.register(ApiKey)
class ApiKeyAdmin(StaffAdmin):
    """Keys are made by the people they act for, on a page of their own; staff see and revoke them."""

    read_only = True
    list_display = ("name", "prefix", "user", "organization", "last_used_at", "expires_at", "revoked_at")
    list_filter = (("organization", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("organization", "user")
    search_fields = ("name", "prefix", "user__email")
    actions = ("revoke_selected",)

    @admin.action(description=_("Revoke the selected keys"))
    def revoke_selected(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset:
            revoke_as_staff(signed_in(request), key=key)


@admin.register(AuditEntry)
class AuditEntryAdmin(StaffAdmin):
    read_only = True
    list_display = ("created_at", "organization", "user", "action", "details")
    list_filter = ("action", ("organization", admin.RelatedOnlyFieldListFilter))
    search_fields = ("action", "user__email")
    date_hierarchy = "created_at"
    list_select_related = ("organization", "user")
