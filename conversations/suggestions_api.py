"""Suggestions of answers, decided by a program as by a click: each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor
from accounts.api.views import ApiView
from conversations.enums import SuggestionKind, SuggestionStatus
from conversations.models import Suggestion
from conversations.services import suggesting


class MadeSerializer(serializers.Serializer[Any]):
    """What was made of it."""

    kind = serializers.CharField()
    id = serializers.CharField()
    url = serializers.CharField(allow_blank=True, help_text="Its page; empty where there is none.")


class SuggestionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=SuggestionKind.choices)
    title = serializers.CharField()
    content = serializers.DictField(help_text="By kind; see the documentation of the socket.")
    reasoning = serializers.CharField(allow_blank=True)
    confidence = serializers.FloatField(allow_null=True)
    status = serializers.ChoiceField(choices=SuggestionStatus.choices)
    segment = serializers.UUIDField(allow_null=True, help_text="The suggested segment that it is for.")
    applied = MadeSerializer(allow_null=True)


Decision = Callable[[Actor, UUID], Suggestion]
DECISIONS: Mapping[str, tuple[Decision, str]] = {
    "accept": (suggesting.accept, "Note that it is good. Nothing is made."),
    "reject": (suggesting.reject, "Dismiss it. It may still be taken up again."),
    "apply": (suggesting.apply, "Make what it proposes. A second time gives what the first one made."),
}
"""What may be decided: the service, and what it does."""


class DecisionView(ApiView):
    """Only what you were answered yourself; what applying makes needs the role for it."""

    serializer_class = SuggestionSerializer
    queryset = Suggestion.objects.none()
    decision: ClassVar[str] = ""

    def post(self, request: Request, pk: UUID) -> Response:
        decide, _meaning = DECISIONS[self.decision]
        return Response(self.get_serializer(suggesting.suggestion_json(decide(self.actor, pk))).data)


def decision_view(name: str) -> Any:
    """The view of one decision."""
    view = type(f"{name.title()}SuggestionView", (DecisionView,), {"decision": name})
    documented: Any = extend_schema(
        tags=["suggestions"], request=None, summary=DECISIONS[name][1], description=DecisionView.__doc__
    )(view)
    return documented.as_view()
