"""The query log, and the rows of one's own queries again: guarded anew, sorted, filtered, by pages."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.mixins import ListModelMixin
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.problems import CONTENT_TYPE, answer_problem
from accounts.api.views import ApiView, NewestFirst
from querying.arranging import Held, arranged, column_at
from querying.exports import FORMATS
from querying.exports.response import ExportResponse, export_response
from querying.hangups import hung_up
from querying.limits import SHOWN_ROWS, Purpose
from querying.models import AnalyticsQuery
from querying.results import QueryFailed
from querying.services import execute, open_export

CURSOR_SALT = "queries.rows"


class QuerySerializer(serializers.ModelSerializer[AnalyticsQuery]):
    data_source = serializers.CharField(source="source.name", default="", read_only=True)

    class Meta:
        model = AnalyticsQuery
        fields = (
            *("id", "data_source", "purpose", "question", "sql", "status", "code", "milliseconds"),
            *("row_count", "generated_by", "provider", "model", "created_at"),
        )
        read_only_fields = fields


class ColumnSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    type = serializers.CharField()
    label = serializers.CharField()


class RowsSerializer(serializers.Serializer[Any]):
    columns = ColumnSerializer(many=True)
    rows = serializers.ListField(child=serializers.ListField())
    row_count = serializers.IntegerField(help_text="Rows that fit the filter.")
    truncated = serializers.BooleanField()
    next = serializers.CharField(allow_null=True, help_text="The cursor of the next page.")


class QueriesBase(ApiView):
    serializer_class = QuerySerializer
    pagination_class: Any = NewestFirst
    queryset = AnalyticsQuery.objects.none()

    def get_queryset(self) -> QuerySet[AnalyticsQuery]:
        return AnalyticsQuery.objects.visible_to(self.actor).select_related("source")


@extend_schema(tags=["queries"])
class QueriesView(ListModelMixin, QueriesBase):
    """Queries that were run: your own; for admins the organization's."""

    def get(self, request: Request) -> Response:
        return self.list(request)


@extend_schema(tags=["queries"])
class QueryView(QueriesBase):
    """One query."""

    def get(self, request: Request, pk: Any) -> Response:
        return Response(self.get_serializer(self.get_object()).data)


@extend_schema(tags=["queries"])
class QueryRowsView(QueriesBase):
    """The rows of one of your own queries, run again as of when it ran, with what you may see today."""

    pagination_class = None

    @extend_schema(
        parameters=[
            OpenApiParameter("sort", str, description="A column's name, or `#3`; `-name` descending."),
            OpenApiParameter("filter", str, description="`column:text`: rows whose value holds the text."),
            OpenApiParameter("search", str, description="Text that any value of a row holds."),
            OpenApiParameter("cursor", str, description="`next` of the page before."),
        ],
        responses=RowsSerializer,
    )
    def get(self, request: Request, pk: Any) -> Response:
        query = self.get_queryset().filter(pk=pk, user=self.actor.user_id).first()
        if query is None or query.source is None:
            raise Http404
        sort, wanted, search, cursor = (
            request.query_params.get(name, "") for name in ("sort", "filter", "search", "cursor")
        )
        about = [str(query.pk), sort, wanted, search]
        start = _offset(cursor, about)
        result = execute(
            actor=self.actor,
            source=query.source,
            sql=query.sql,
            purpose=Purpose.WORKBENCH,
            clock=query.created_at,
            question=query.question,
            stopped=hung_up(request._request),
        ).result
        names = [column.name for column in result.columns]
        name, _colon, text = wanted.partition(":")
        rows = arranged(
            result,
            by=_place(names, sort.removeprefix("-")),
            descending=sort.startswith("-"),
            held=[held for held in (Held(text, _place(names, name)), Held(search)) if held.text],
        )
        end = start + SHOWN_ROWS
        return Response(
            {
                "columns": [column.as_json() for column in result.columns],
                "rows": rows[start:end],
                "row_count": len(rows),
                "truncated": result.truncated,
                "next": _cursor(about, end) if end < len(rows) else None,
            }
        )


class AnyType(BaseContentNegotiation):
    """Files are what they are, whatever a client says it takes; `format` means the file's."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


@extend_schema(tags=["queries"])
class QueryExportView(QueriesBase):
    """The whole result of one of your own queries as a file, run again as of when it ran."""

    pagination_class = None
    content_negotiation_class = AnyType

    @extend_schema(
        parameters=[OpenApiParameter("format", str, enum=list(FORMATS), required=True)],
        responses={(200, each.content_type.split(";")[0]): bytes for each in FORMATS.values()},
    )
    def get(self, request: Request, pk: Any) -> ExportResponse:
        query = self.get_queryset().filter(pk=pk, user=self.actor.user_id).first()
        if query is None or query.source is None:
            raise Http404
        extension = request.query_params.get("format", "")
        if extension not in FORMATS:
            raise ParseError(
                _("There is no such format: take one of %(known)s.") % {"known": ", ".join(FORMATS)}
            )
        opened = open_export(
            actor=self.actor,
            source=query.source,
            sql=query.sql,
            extension=extension,
            clock=query.created_at,
            question=query.question,
        )
        return export_response(request._request, opened, _problem_of)


def _problem_of(failure: QueryFailed) -> HttpResponse:
    told = answer_problem(failure, {})
    return JsonResponse(told.data, status=told.status_code, content_type=CONTENT_TYPE)


def _place(names: list[str], asked: str) -> int | None:
    """Where the column stands; None for no name. Raises ParseError for one that is not there."""
    place = column_at(names, asked) if asked else None
    if asked and place is None:
        raise ParseError(_("There is no such column in the result."))
    return place


def _cursor(about: list[str], offset: int) -> str:
    return signing.dumps([*about, offset], salt=CURSOR_SALT)


def _offset(cursor: str, about: list[str]) -> int:
    """Where a page begins. Raises ParseError for a cursor that is not of these rows in this order."""
    if not cursor:
        return 0
    try:
        *said, offset = signing.loads(cursor, salt=CURSOR_SALT)
    except signing.BadSignature as error:
        raise ParseError(_("This cursor is not of these rows.")) from error
    if said != about:
        raise ParseError(_("This cursor is not of these rows."))
    return int(offset)
