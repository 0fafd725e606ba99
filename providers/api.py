"""An organization's providers, by those who administer it. A key goes in and never comes out."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView, ByKey
from accounts.enums import ApiScope
from accounts.models import Organization
from accounts.roles import Role
from providers.enums import ProviderKind
from providers.models import Provider
from providers.services import delete_provider, make_provider


class ProviderSerializer(serializers.ModelSerializer[Provider]):
    type = serializers.ChoiceField(source="kind", choices=ProviderKind.choices)
    key = serializers.CharField(write_only=True, required=False, max_length=4000, trim_whitespace=True)
    has_key = serializers.SerializerMethodField()
    parameters = serializers.DictField(required=False, write_only=True)
    max_tokens = serializers.IntegerField(required=False, min_value=1, max_value=1_000_000)

    class Meta:
        model = Provider
        fields = (
            *("id", "name", "type", "endpoint", "model", "temperature", "max_tokens", "parameters", "key"),
            *("has_key", "is_default", "is_active", "masks_personal_data", "last_success_at"),
        )
        read_only_fields = ("id", "is_default", "last_success_at")
        extra_kwargs = {"temperature": {"min_value": 0, "max_value": 2}}

    def get_has_key(self, provider: Provider) -> bool:
        return bool(provider.encrypted_key)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A stored key is never sent to an address that was not there when it was given."""
        kept = self.instance
        if kept is not None and kept.encrypted_key and "key" not in attrs:
            moved = [name for name in ("kind", "endpoint") if attrs.get(name, "") != getattr(kept, name)]
            if moved:
                raise serializers.ValidationError(
                    {"key": _("Give the key again: the type or the endpoint has changed.")}
                )
        return attrs


class ProvidersBase(ApiView):
    read_role = write_role = Role.ADMIN
    read_scope = write_scope = ApiScope.ADMIN
    serializer_class = ProviderSerializer
    pagination_class = ByKey
    queryset = Provider.objects.none()

    def get_queryset(self) -> QuerySet[Provider]:
        return Provider.objects.visible_to(self.actor)

    def save(self, name: str, values: dict[str, Any]) -> Provider:
        organization = Organization.objects.get(pk=self.actor.organization_id)
        return make_provider(name, organization=organization, **values)


@extend_schema(tags=["chatbot"])
class ProvidersView(ListModelMixin, ProvidersBase):
    """The models that questions may go to."""

    def get(self, request: Request) -> Response:
        return self.list(request)

    @extend_schema(responses={201: ProviderSerializer})
    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        name = values.pop("name")
        if self.get_queryset().filter(name=name).exists():
            raise serializers.ValidationError({"name": _("There is a provider of this name already.")})
        return Response(self.get_serializer(self.save(name, values)).data, status=201)


@extend_schema(tags=["chatbot"])
class ProviderView(ProvidersBase):
    """One provider. Its name stays."""

    def get(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def put(self, request: Request, pk: int) -> Response:
        provider = self.get_object()
        given = self.get_serializer(provider, data=request.data)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        if values.pop("name") != provider.name:
            raise serializers.ValidationError({"name": _("The name of a provider stays.")})
        return Response(self.get_serializer(self.save(provider.name, values)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        delete_provider(self.actor, provider=self.get_object())
        return Response(status=204)
