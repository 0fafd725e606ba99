"""Campaigns: drafted, scheduled, sent, stopped on the way, and how far they have got."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actor import Actor
from accounts.api.views import ApiView, NewestFirst
from accounts.roles import Role
from campaigns import services
from campaigns.content import LENGTHS
from campaigns.enums import Channel
from campaigns.models import Campaign, Segment


def _text(field: str) -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=LENGTHS[field])


class ContentSerializer(serializers.Serializer[Any]):
    """An e-mail. `{{ first_name }}` and the like are filled in for each person."""

    subject = _text("subject")
    preheader = _text("preheader")
    body = _text("body")
    cta_text = _text("cta_text")
    cta_url = _text("cta_url")


class OwnSegments(serializers.PrimaryKeyRelatedField[Segment]):
    """A segment that the actor sees."""

    def get_queryset(self) -> QuerySet[Segment]:
        actor = getattr(self.context.get("view"), "actor", None)
        return Segment.objects.visible_to(actor) if actor else Segment.objects.none()


class CampaignSerializer(serializers.ModelSerializer[Campaign]):
    segment = OwnSegments(queryset=Segment.objects.none())
    channel = serializers.ChoiceField(choices=Channel.choices, default=Channel.EMAIL)
    content = ContentSerializer(help_text="A draft may be unfinished; sending needs a subject and a text.")

    class Meta:
        model = Campaign
        fields = (
            *("id", "name", "segment", "channel", "content", "status", "error", "scheduled_at"),
            *("started_at", "sent_at", "completed_at", "created_at"),
        )
        read_only_fields = (
            *("id", "status", "error", "scheduled_at"),
            *("started_at", "sent_at", "completed_at", "created_at"),
        )
        extra_kwargs = {"error": {"help_text": "Why it failed."}}


class CampaignsBase(ApiView):
    read_role = write_role = Role.MANAGER
    serializer_class: Any = CampaignSerializer
    pagination_class: Any = NewestFirst
    queryset = Campaign.objects.none()

    def get_queryset(self) -> QuerySet[Campaign]:
        return Campaign.objects.visible_to(self.actor)

    def given(self, request: Request) -> dict[str, Any]:
        """What the body says of a campaign. Raises ValidationError."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        return values

    def answer(self, campaign: Campaign, status: int = 200) -> Response:
        return Response(CampaignSerializer(campaign, context=self.get_serializer_context()).data, status)


@extend_schema(tags=["campaigns"])
class CampaignsView(ListModelMixin, CampaignsBase):
    """The organization's campaigns, for managers and above."""

    def get(self, request: Request) -> Response:
        return self.list(request)

    @extend_schema(responses={201: CampaignSerializer})
    def post(self, request: Request) -> Response:
        """Make a draft. Nothing is sent by it."""
        return self.answer(services.create_campaign(self.actor, **self.given(request)), 201)


@extend_schema(tags=["campaigns"])
class CampaignView(CampaignsBase):
    """One campaign. Only drafts can be changed or deleted."""

    def get(self, request: Request, pk: int) -> Response:
        return self.answer(self.get_object())

    def put(self, request: Request, pk: int) -> Response:
        campaign, wanted = self.get_object(), self.given(request)
        # There is one channel by now; a draft keeps the one it was made for.
        wanted.pop("channel")
        return self.answer(services.update_draft(self.actor, campaign, **wanted))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        services.delete_draft(self.actor, self.get_object())
        return Response(status=204)


class LocalDateTimeField(serializers.DateTimeField):
    """A moment as it was written: what a missing offset means is the service's to say."""

    def enforce_timezone(self, value: dt.datetime) -> dt.datetime:
        return value


class ScheduleSerializer(serializers.Serializer[Any]):
    at = LocalDateTimeField(help_text="Without an offset: in the organization's time zone.")


@extend_schema(tags=["campaigns"], responses=CampaignSerializer)
class ScheduleView(CampaignsBase):
    """Send it at this moment, at most a year from now."""

    serializer_class = ScheduleSerializer

    def post(self, request: Request, pk: int) -> Response:
        campaign, at = self.get_object(), self.given(request)["at"]
        return self.answer(services.schedule_campaign(self.actor, campaign, at=at))


Step = Callable[[Actor, Campaign], Campaign]
STEPS: Mapping[str, tuple[Step, int, str]] = {
    "send": (services.send_now, 200, "Send it as soon as a worker has time."),
    "unschedule": (services.unschedule, 200, "Make it a draft again, also one that failed."),
    "pause": (services.pause, 200, "Stop between two messages."),
    "resume": (services.resume, 200, "Go on where it was paused."),
    "cancel": (services.cancel, 200, "Send no more of it, for good."),
    "duplicate": (services.duplicate, 201, "A new draft that says the same to the same segment."),
}
"""What is done to a campaign by its address alone: the service, the status of success, what it does."""


class StepView(CampaignsBase):
    """409 where the campaign is in a state from which this can't be done."""

    step: ClassVar[str] = ""

    def post(self, request: Request, pk: int) -> Response:
        do, status, _meaning = STEPS[self.step]
        return self.answer(do(self.actor, self.get_object()), status)


def step_view(name: str) -> Any:
    """The view of one step."""
    _do, status, meaning = STEPS[name]
    view = type(f"{name.title()}View", (StepView,), {"step": name})
    documented: Any = extend_schema(
        tags=["campaigns"],
        request=None,
        responses={status: CampaignSerializer},
        summary=meaning,
        description=StepView.__doc__,
    )(view)
    return documented.as_view()


class ProgressSerializer(serializers.Serializer[services.Progress]):
    people = serializers.IntegerField(help_text="Whom it is for; 0 until it starts.")
    pending = serializers.IntegerField()
    sent = serializers.IntegerField()
    failed = serializers.IntegerField()
    skipped = serializers.IntegerField()
    in_doubt = serializers.IntegerField(help_text="Perhaps sent, not sent again.")
    cancelled = serializers.IntegerField()
    unsubscribed = serializers.IntegerField()
    reasons = serializers.DictField(
        child=serializers.IntegerField(), help_text="Why messages were skipped or failed, and how many."
    )


@extend_schema(tags=["campaigns"])
class AnalyticsView(CampaignsBase):
    """How many people it is for, and how many messages stand where."""

    serializer_class = ProgressSerializer
    pagination_class = None

    def get(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(services.progress(self.get_object())).data)
