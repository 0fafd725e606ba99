"""Asking and looking back over the API: the chat's own path, for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound as NothingThere
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.enums import ApiScope
from conversations import services
from conversations.answers import answer_object
from conversations.asking import CannotAsk, ask_and_wait, check_provider, find_source
from conversations.enums import OPEN_STATUSES, MessageRole
from conversations.models import Conversation, Message
from conversations.tickets import SECONDS, issue_ticket

PAGE_SIZE = 25
LAST_PAGE = 1_000_000


class ContextSerializer(serializers.Serializer[Any]):
    data_source = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    provider = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=100,
        help_text="A provider's name, or `planner` for no model at all.",
    )


class AskSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=100_000, help_text="The question, in English or French.")
    context = ContextSerializer(required=False)
    conversation = serializers.UUIDField(required=False, allow_null=True, default=None)


class AnswerSerializer(serializers.Serializer[Any]):
    query_id = serializers.UUIDField()
    response_text = serializers.CharField()
    structured_data = serializers.DictField(help_text="The answer as `ask --json` gives it.")
    confidence = serializers.FloatField(allow_null=True)
    processing_time = serializers.FloatField(help_text="Seconds.")
    suggested_actions = serializers.ListField(child=serializers.DictField())


def answer_of(message: Message) -> dict[str, Any]:
    """An answer in the API's shape."""
    told = answer_object(message)
    return {
        "query_id": str(message.pk),
        "response_text": told["answer"],
        "structured_data": told,
        "confidence": told["confidence"],
        "processing_time": message.latency_ms / 1000,
        "suggested_actions": told["suggested_actions"],
    }


@extend_schema(tags=["chatbot"])
class QueryView(ApiView):
    """Ask a question and wait for its answer."""

    write_scope = ApiScope.ASK
    serializer_class = AskSerializer

    @extend_schema(responses=AnswerSerializer)
    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data
        context = wanted.get("context", {})
        try:
            source = find_source(self.actor, context.get("data_source", ""))
            provider = check_provider(self.actor, context.get("provider", ""))
        except CannotAsk as error:
            raise NothingThere(error.message) from error
        message = ask_and_wait(
            self.actor,
            wanted["text"],
            wishes=services.Wishes(source.pk if source else None, provider),
            conversation_id=wanted["conversation"],
        )
        return Response(answer_of(message))


class GiveFeedbackSerializer(serializers.Serializer[Any]):
    query_id = serializers.UUIDField()
    rating = serializers.IntegerField(min_value=1, max_value=5)
    comments = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class FeedbackGivenSerializer(serializers.Serializer[Any]):
    feedback_id = serializers.IntegerField()
    status = serializers.CharField()
    timestamp = serializers.DateTimeField()


@extend_schema(tags=["chatbot"])
class FeedbackView(ApiView):
    """What you think of an answer of yours: one word per answer, which may be changed."""

    write_scope = ApiScope.ASK
    serializer_class = GiveFeedbackSerializer

    @extend_schema(responses=FeedbackGivenSerializer)
    def post(self, request: Request) -> Response:
        given = self.get_serializer(data=request.data)
        given.is_valid(raise_exception=True)
        wanted = given.validated_data
        kept = services.give_feedback(
            self.actor,
            message_id=wanted["query_id"],
            rating=wanted["rating"],
            comment=wanted.get("comments"),
        )
        said = {"feedback_id": kept.pk, "status": "received", "timestamp": kept.updated_at}
        return Response(FeedbackGivenSerializer(said).data)


class PastSerializer(serializers.Serializer[Any]):
    query_id = serializers.UUIDField(source="pk")
    conversation = serializers.UUIDField(source="conversation_id")
    text = serializers.CharField(source="turn.question")
    response_text = serializers.CharField(source="text")
    status = serializers.CharField()
    confidence = serializers.FloatField(allow_null=True)
    timestamp = serializers.DateTimeField(source="created_at")


class HistorySerializer(serializers.Serializer[Any]):
    queries = PastSerializer(many=True)
    total = serializers.IntegerField()
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()


@extend_schema(tags=["chatbot"])
class HistoryView(ApiView):
    """Your questions and their answers, the newest first."""

    serializer_class = PastSerializer
    pagination_class = None
    queryset = Message.objects.none()

    def get_queryset(self) -> QuerySet[Message]:
        answers = Message.objects.visible_to(self.actor).filter(role=MessageRole.ASSISTANT)
        return answers.exclude(status__in=OPEN_STATUSES).order_by("-created_at", "-pk")

    @extend_schema(parameters=[OpenApiParameter("page", int)], responses=HistorySerializer)
    def get(self, request: Request) -> Response:
        page = _page(request.query_params.get("page", "1"))
        answers = self.get_queryset()
        start = (page - 1) * PAGE_SIZE
        rows = answers.select_related("turn")[start : start + PAGE_SIZE]
        return Response(
            {
                "queries": self.get_serializer(rows, many=True).data,
                "total": answers.count(),
                "page": page,
                "page_size": PAGE_SIZE,
            }
        )


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= LAST_PAGE):
        raise ParseError(_("There is no such page."))
    return int(text)


class TicketSerializer(serializers.Serializer[Any]):
    ticket = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")
    conversation = serializers.UUIDField()


@extend_schema(tags=["chatbot"])
class TicketsView(ApiView):
    """A ticket for `/ws/conversations/<conversation>/?ticket=`: one use, 30 seconds, a new conversation."""

    write_scope = ApiScope.ASK
    queryset = Conversation.objects.none()

    @extend_schema(request=None, responses={201: TicketSerializer})
    def post(self, request: Request) -> Response:
        conversation = services.create_conversation(self.actor)
        said = {"ticket": issue_ticket(self.actor), "expires_in": SECONDS, "conversation": conversation.pk}
        return Response(said, status=201)
