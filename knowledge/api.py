"""What an organization knows: read by its members, written by those who administer it, with history."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView, ByKey
from accounts.models import User
from accounts.roles import Role
from knowledge import services
from knowledge.checks import try_definition
from knowledge.enums import Status
from knowledge.models import BusinessMetric, EventDefinition, Knowledge, KnowledgeEntry
from querying.models import DataSource

STATE = ("id", "source", "status", "version", "updated_at")
WORDS = ("label", "description", "synonyms")


class OwnSources(serializers.PrimaryKeyRelatedField[DataSource]):
    """A data source of the actor's organization."""

    def get_queryset(self) -> QuerySet[DataSource]:
        view = self.context.get("view")
        actor = getattr(view, "actor", None)
        return DataSource.objects.visible_to(actor) if actor else DataSource.objects.none()


class KnowledgeSerializer(serializers.ModelSerializer[Any]):
    source = OwnSources(queryset=DataSource.objects.none())

    def validate_source(self, source: DataSource) -> DataSource:
        """A definition stays with its source."""
        return self.instance.source if self.instance is not None else source


class MetricSerializer(KnowledgeSerializer):
    class Meta:
        model = BusinessMetric
        fields = (
            *STATE,
            *("name", "table", "sql", "formula", "filters", "time_column", "currency_column", "unit"),
            *WORDS,
        )
        read_only_fields = ("id", "status", "version", "updated_at")


class EventSerializer(KnowledgeSerializer):
    class Meta:
        model = EventDefinition
        fields = (
            *STATE,
            *("name", "table", "name_column", "value", "time_column", "actor_column", "properties"),
            *WORDS,
        )
        read_only_fields = ("id", "status", "version", "updated_at")


class EntrySerializer(KnowledgeSerializer):
    text = serializers.CharField(max_length=50_000)
    tags = serializers.ListField(child=serializers.CharField(max_length=100), required=False, max_length=50)

    class Meta:
        model = KnowledgeEntry
        fields = (*STATE, "title", "text", "category", "tags")
        read_only_fields = ("id", "status", "version", "updated_at")


class KnowledgeBase(ApiView):
    """One kind of knowledge."""

    write_role = Role.ADMIN
    pagination_class = ByKey
    model: ClassVar[type[Knowledge]]

    def get_queryset(self) -> QuerySet[Any]:
        return self.model.objects.visible_to(self.actor).select_related("source", "organization")

    def save(self, definition: Knowledge) -> None:
        """Only what runs is saved. Raises ValidationError by field."""
        definition.full_clean(validate_unique=True)
        try_definition(definition)
        services.save_definition(definition, user=self._user())

    def _user(self) -> User:
        return User.objects.get(pk=self.actor.user_id)


class DefinitionsView(ListModelMixin, KnowledgeBase):
    def get(self, request: Request) -> Response:
        return self.list(request)

    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        definition = self.model(organization_id=self.actor.organization_id, **given.validated_data)
        self.save(definition)
        return Response(self.get_serializer(definition).data, status=201)


class DefinitionView(KnowledgeBase):
    def get(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def put(self, request: Request, pk: int) -> Response:
        definition = self.get_object()
        given = self.get_serializer(definition, data=request.data)
        given.is_valid(raise_exception=True)
        for field, value in given.validated_data.items():
            setattr(definition, field, value)
        # As in the admin: the last approved formula answers until this one is approved too.
        definition.status = Status.DRAFT
        self.save(definition)
        return Response(self.get_serializer(definition).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        services.delete_definition(self.get_object(), user=self._user())
        return Response(status=204)


class ApproveView(KnowledgeBase):
    @extend_schema(request=None)
    def post(self, request: Request, pk: int) -> Response:
        definition = self.get_object()
        services.approve(definition, user=self._user())
        return Response(self.get_serializer(definition).data)


class SearchSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=500)
    source = OwnSources(queryset=DataSource.objects.none())
    limit = serializers.IntegerField(min_value=1, max_value=50, default=8)
    category = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    tag = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)


class HitSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    name = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    score = serializers.FloatField()
    category = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())


class HitsSerializer(serializers.Serializer[Any]):
    results = HitSerializer(many=True)


@extend_schema(tags=["knowledge"])
class KnowledgeQueryView(ApiView):
    """The knowledge that fits a text, best first, within what you may see."""

    write_scope = "read"
    serializer_class = SearchSerializer

    @extend_schema(responses=HitsSerializer)
    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = dict(given.validated_data)
        source, text, limit = wanted.pop("source"), wanted.pop("text"), wanted.pop("limit")
        hits = services.search(self.actor, source, text, limit, **wanted)
        return Response({"results": HitSerializer(hits, many=True).data})


KINDS: dict[str, tuple[type[Knowledge], type[KnowledgeSerializer]]] = {
    "business-metrics": (BusinessMetric, MetricSerializer),
    "event-definitions": (EventDefinition, EventSerializer),
    "entries": (KnowledgeEntry, EntrySerializer),
}


def view_of(base: type[KnowledgeBase], name: str) -> Any:
    """The view of one kind of knowledge; every kind has the same three."""
    model, serializer = KINDS[name]
    view: Any = type(
        f"{model.__name__}{base.__name__}",
        (base,),
        {"model": model, "serializer_class": serializer, "queryset": model.objects.none()},
    )
    documented: Any = extend_schema(tags=["knowledge"])(view)
    if base is DefinitionsView:
        documented = extend_schema_view(post=extend_schema(responses={201: serializer}))(documented)
    return documented.as_view()
