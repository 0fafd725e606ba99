"""The view that all views of the API are: who acts, in which role, with which scope."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor
from accounts.api.parsing import check_storable
from accounts.enums import ApiScope
from accounts.roles import Role


class ApiView(GenericAPIView[Any]):
    """Sets `self.actor`. `read_role`, `write_role`: the least; `read_scope`, `write_scope`: of API keys."""

    actor: Actor
    read_role: ClassVar[Role] = Role.VIEWER
    write_role: ClassVar[Role] = Role.VIEWER
    read_scope: ClassVar[str] = ApiScope.READ
    write_scope: ClassVar[str] = ApiScope.WRITE

    def role_for(self, method: str | None) -> Role:
        return self.read_role if method in SAFE_METHODS else self.write_role

    def scope_for(self, method: str | None) -> str:
        return self.read_scope if method in SAFE_METHODS else self.write_scope

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse texts that can't be stored before any view looks at them. Raises ParseError."""
        super().initial(request, *args, **kwargs)
        check_storable([*request.query_params.keys(), *request.query_params.values(), *kwargs.values()])


class NewestFirst(CursorPagination):
    """Pages by cursor; `?limit=` up to 100."""

    ordering: Any = ("-created_at", "-pk")
    page_size = 25
    page_size_query_param = "limit"
    max_page_size = 100


class ByKey(NewestFirst):
    """For what has no time of making."""

    ordering = ("pk",)


@extend_schema(exclude=True)
class NothingHere(ApiView):
    """Every other address of the API: a problem, not a page."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound

    def get(self, request: Request, **kwargs: Any) -> Response:
        raise NotFound

    post = put = patch = delete = get
