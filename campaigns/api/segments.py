"""Segments: made of SQL that the guard lets through, refreshed, and their members by pages."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView, ByKey, NewestFirst
from accounts.roles import Role
from accounts.services import record
from campaigns import services
from campaigns.enums import RefreshEvery
from campaigns.models import Segment, SegmentMember
from querying.models import DataSource


class SourceByName(serializers.SlugRelatedField[DataSource]):
    """The name of a data source of the actor's organization."""

    def get_queryset(self) -> QuerySet[DataSource]:
        actor = getattr(self.context.get("view"), "actor", None)
        return DataSource.objects.visible_to(actor).public() if actor else DataSource.objects.none()


class SegmentSerializer(serializers.ModelSerializer[Segment]):
    description = serializers.CharField(required=False, allow_blank=True, max_length=2_000)
    refresh_every = serializers.ChoiceField(required=False, choices=RefreshEvery.choices)
    data_source = serializers.CharField(source="source.name", read_only=True)

    class Meta:
        model = Segment
        fields: tuple[str, ...] = (
            *("id", "name", "description", "data_source", "sql", "status", "error", "member_count"),
            *("added_count", "removed_count", "refreshed_at", "refresh_every", "created_at"),
        )
        read_only_fields: tuple[str, ...] = (
            *("id", "sql", "status", "error", "member_count", "added_count", "removed_count"),
            *("refreshed_at", "created_at"),
        )
        extra_kwargs = {"error": {"help_text": "Why the last refresh failed."}}


class NewSegmentSerializer(SegmentSerializer):
    data_source = SourceByName(source="source", slug_field="name", queryset=DataSource.objects.none())
    sql = serializers.CharField(
        max_length=10_000, help_text="A SELECT that gives the keys of people of the data source's audience."
    )


class MemberSerializer(serializers.ModelSerializer[SegmentMember]):
    class Meta:
        model = SegmentMember
        fields = ("person_key",)
        read_only_fields = fields


class SegmentsBase(ApiView):
    read_role = write_role = Role.USER
    serializer_class: Any = SegmentSerializer
    pagination_class: Any = NewestFirst
    queryset: Any = Segment.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        return Segment.objects.visible_to(self.actor).select_related("source")


@extend_schema(tags=["segments"])
class SegmentsView(ListModelMixin, SegmentsBase):
    """Your segments; for support and above the organization's."""

    def get(self, request: Request) -> Response:
        return self.list(request)

    @extend_schema(request=NewSegmentSerializer, responses={201: SegmentSerializer})
    def post(self, request: Request) -> Response:
        """Make a segment. A small one has its members at once; a job fills a larger one (`waiting`)."""
        given = NewSegmentSerializer(data=request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        segment = services.create_segment(self.actor, **given.validated_data)
        return Response(self.get_serializer(segment).data, status=201)


@extend_schema(tags=["segments"])
class SegmentView(SegmentsBase):
    """One segment."""

    def get(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def put(self, request: Request, pk: int) -> Response:
        """Rename it, or refresh it on another schedule; whom it names stays."""
        segment = self.get_object()
        given = self.get_serializer(segment, data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data
        every = wanted.get("refresh_every", segment.refresh_every)
        with transaction.atomic():
            segment = services.rename_segment(
                self.actor, segment, name=wanted["name"], description=wanted.get("description")
            )
            if every != segment.refresh_every:
                segment = services.set_refresh(self.actor, segment, every=every)
        return Response(self.get_serializer(segment).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Refused while campaigns stand on it."""
        services.delete_segment(self.actor, self.get_object())
        return Response(status=204)


@extend_schema(tags=["segments"])
class RefreshView(SegmentsBase):
    """Find its members anew, with the rights of whoever made it."""

    @extend_schema(request=None)
    def post(self, request: Request, pk: int) -> Response:
        segment = services.refresh_now(self.actor, self.get_object())
        return Response(self.get_serializer(segment).data)


@extend_schema(tags=["segments"])
class MembersView(ListModelMixin, SegmentsBase):
    """The keys of its members as of the last refresh; nothing else of a person is kept."""

    serializer_class = MemberSerializer
    pagination_class = ByKey
    queryset = SegmentMember.objects.none()

    def get_queryset(self) -> QuerySet[SegmentMember]:
        return SegmentMember.objects.visible_to(self.actor).filter(segment=self.kwargs["pk"])

    def get(self, request: Request, pk: int) -> Response:
        segment = get_object_or_404(Segment.objects.visible_to(self.actor), pk=pk)
        if "cursor" not in request.query_params:
            record(self.actor, "segment.exported", segment=segment.pk, people=segment.member_count or 0)
        return self.list(request)
