"""A person's API keys: made, listed, revoked."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView, NewestFirst
from accounts.api_keys import make_key, revoke_key
from accounts.enums import ApiScope
from accounts.models import ApiKey


class ApiKeySerializer(serializers.ModelSerializer[ApiKey]):
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=ApiScope.choices), allow_empty=False, max_length=10
    )

    class Meta:
        model = ApiKey
        fields: tuple[str, ...] = (
            *("id", "name", "prefix", "scopes", "expires_at"),
            *("last_used_at", "revoked_at", "created_at"),
        )
        read_only_fields = ("id", "prefix", "last_used_at", "revoked_at", "created_at")


class NewApiKeySerializer(ApiKeySerializer):
    key = serializers.CharField(read_only=True, help_text="Shown this once.")

    class Meta(ApiKeySerializer.Meta):
        fields = (*ApiKeySerializer.Meta.fields, "key")


class KeysView(ApiView):
    """What the views of keys share: a person's own, by who may administer keys."""

    read_scope = ApiScope.ADMIN
    write_scope = ApiScope.ADMIN
    serializer_class = ApiKeySerializer
    pagination_class = NewestFirst
    queryset = ApiKey.objects.none()

    def get_queryset(self) -> QuerySet[ApiKey]:
        return ApiKey.objects.visible_to(self.actor)


@extend_schema(tags=["auth"])
class ApiKeysView(ListModelMixin, KeysView):
    """Your API keys in this organization."""

    def get(self, request: Request) -> Response:
        return self.list(request)

    @extend_schema(responses={201: NewApiKeySerializer})
    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted: dict[str, Any] = given.validated_data
        key, text = make_key(self.actor, **wanted)
        return Response(self.get_serializer(key).data | {"key": text}, status=201)


@extend_schema(tags=["auth"])
class ApiKeyView(KeysView):
    """One of your keys; deleting revokes it."""

    def get(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        revoke_key(self.actor, key=self.get_object())
        return Response(status=204)
