"""Saved queries for programs: one's own, and those shared with the organization."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView, NewestFirst
from querying.models import DataSource, SavedQuery
from querying.workbench import saving
from querying.workbench.frames import LEAST


class SourceByName(serializers.SlugRelatedField[DataSource]):
    """The name of a data source that the actor may ask."""

    def get_queryset(self) -> QuerySet[DataSource]:
        actor = getattr(self.context.get("view"), "actor", None)
        return DataSource.objects.visible_to(actor) if actor else DataSource.objects.none()


class SavedQuerySerializer(serializers.ModelSerializer[SavedQuery]):
    data_source = serializers.CharField(source="source.name", read_only=True)
    sql = serializers.CharField(max_length=saving.MOST_CHARACTERS, trim_whitespace=False)
    is_own = serializers.SerializerMethodField(help_text="Whether you may change it.")

    class Meta:
        model = SavedQuery
        fields: tuple[str, ...] = (
            *("id", "name", "description", "data_source", "sql", "is_shared", "is_own"),
            *("created_at", "updated_at"),
        )
        read_only_fields: tuple[str, ...] = ("id", "created_at", "updated_at")

    def get_is_own(self, saved: SavedQuery) -> bool:
        return saved.owner_id == self.context["view"].actor.user_id


class NewSavedQuerySerializer(SavedQuerySerializer):
    data_source = SourceByName(source="source", slug_field="name", queryset=DataSource.objects.none())


class SavedQueriesBase(ApiView):
    read_role = write_role = LEAST
    serializer_class: Any = SavedQuerySerializer
    pagination_class: Any = NewestFirst
    queryset = SavedQuery.objects.none()

    def get_queryset(self) -> QuerySet[SavedQuery]:
        return SavedQuery.objects.visible_to(self.actor).select_related("source").defer("source__catalog")


@extend_schema(tags=["saved queries"])
class SavedQueriesView(ListModelMixin, SavedQueriesBase):
    """Your saved queries and those shared with your organization."""

    def get(self, request: Request) -> Response:
        return self.list(request)

    @extend_schema(request=NewSavedQuerySerializer, responses={201: SavedQuerySerializer})
    def post(self, request: Request) -> Response:
        """Keep SQL under a name. It is not run; whoever runs it does so with their own rights."""
        given = NewSavedQuerySerializer(data=request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        saved = saving.save_query(self.actor, **given.validated_data)
        return Response(self.get_serializer(saved).data, status=201)


@extend_schema(tags=["saved queries"])
class SavedQueryView(SavedQueriesBase):
    """One saved query."""

    def get(self, request: Request, pk: UUID) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def put(self, request: Request, pk: UUID) -> Response:
        """Change your own; its data source stays."""
        return self._change(request, partial=False)

    def patch(self, request: Request, pk: UUID) -> Response:
        """Change what you name of your own."""
        return self._change(request, partial=True)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Delete your own."""
        saving.delete_query(self.actor, saving.own_query(self.actor, pk).pk)
        return Response(status=204)

    def _change(self, request: Request, *, partial: bool) -> Response:
        saved = self.get_object()  # what is not theirs is not there, whatever the body says
        given = self.get_serializer(saved, data=request.data, partial=partial)
        given.is_valid(raise_exception=True)
        changed = saving.change_query(self.actor, saved.pk, **given.validated_data)
        return Response(self.get_serializer(changed).data)
