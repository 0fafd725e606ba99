"""Who may call a view: the membership is looked up at each request, the role and the scope with it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.actor import Actor
from accounts.services import NoMembership, actor_for, membership_for


class MemberPermission(BasePermission):
    """A member of the credential's organization, in a role and with a scope that the view asks for."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        view.actor = actor_of(request)
        if not view.actor.role.is_at_least(view.role_for(request.method)):
            raise PermissionDenied(_("Your role does not allow this."))
        if view.scope_for(request.method) not in request.auth.scopes:
            raise PermissionDenied(_("This API key does not allow this."))
        return True


def actor_of(request: Request) -> Actor:
    """The actor of this request, its membership looked up now. Raises NotFound, PermissionDenied."""
    chosen = request.auth.organization
    try:
        membership = membership_for(request.user, chosen)
    except NoMembership as error:
        raise (NotFound if chosen else PermissionDenied)(error.message) from error
    return actor_for(membership, language=(get_language() or "")[:2])
