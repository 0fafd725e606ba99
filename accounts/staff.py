"""What staff may see and change in the admin: the organizations they administer, nothing else."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.db.models import ForeignKey, Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RelatedDropdownFilter

from accounts.models import Organization, User
from accounts.roles import Role


def signed_in(request: HttpRequest) -> User:
    """The person behind an admin page, which nobody else reaches."""
    return cast(User, request.user)


def is_administrator(request: HttpRequest) -> bool:
    """Whether the person is staff and admin or owner of some organization, or a superuser."""
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    return user.is_superuser or _administers(request)


def _administers(request: HttpRequest) -> bool:
    """Asked once a request: every page's menu asks for each model."""
    if not hasattr(request, "administers"):
        roles = [Role.ADMIN, Role.OWNER]
        request.administers = signed_in(request).memberships.filter(role__in=roles).exists()  # type: ignore[attr-defined]
    return bool(request.administers)  # type: ignore[attr-defined]


class OwnOrganizationsFilter(RelatedDropdownFilter):
    """Offers the organizations that the staff member administers: Django's own filters offer everybody's."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        mine = Organization.objects.of_staff(signed_in(request)).values("pk")
        choices: list[tuple[str, str]] = field.get_choices(
            include_blank=False, limit_choices_to={"pk__in": mine}
        )
        return choices


class StaffAdmin(ModelAdmin):
    """An admin whose rows belong to organizations, found by `organization_path` (a field lookup).

    Django's per-model permissions are not used: who administers an organization administers its things.
    Foreign keys offer only what is in those organizations too: by `choices_paths` {field: lookup}.
    `not_private` keeps the rows that are not one person's alone: those are nobody else's to look at.
    """

    organization_path: ClassVar[str] = "organization"
    not_private: ClassVar[dict[str, Any]] = {}
    choices_paths: ClassVar[dict[str, str]] = {}
    choices_not_private: ClassVar[dict[str, dict[str, Any]]] = {}
    read_only: ClassVar[bool] = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).filter(**self.not_private)
        return self._within(request, rows, self.organization_path)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        related = db_field.related_model
        if related is Organization:
            kwargs["queryset"] = Organization.objects.of_staff(signed_in(request)).distinct()
        elif db_field.name in self.choices_paths:
            rows = related._default_manager.filter(**self.choices_not_private.get(db_field.name, {}))
            kwargs["queryset"] = self._within(request, rows, self.choices_paths[db_field.name])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request) and (
            obj is None or self.get_queryset(request).filter(pk=obj.pk).exists()
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not self.read_only and is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not self.read_only and self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return not self.read_only and self.has_view_permission(request, obj)

    def _within(self, request: HttpRequest, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
        if request.user.is_superuser:
            return rows
        mine = Organization.objects.of_staff(signed_in(request)).values("pk")
        return rows.filter(**{f"{path}__in": mine}).distinct()
