"""What models were used for: one's own use for everybody, the organization's month for who administers it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.enums import ApiScope
from accounts.models import Organization, User
from accounts.roles import Role
from providers.services import usage_of
from providers.services.reporting import Share, month_report
from providers.services.usage import Used


class UsedSerializer(serializers.Serializer[Used]):
    requests = serializers.IntegerField(help_text="Retries and fallbacks included.")
    errors = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    cached_tokens = serializers.IntegerField(help_text="Of the input tokens.")
    output_tokens = serializers.IntegerField()
    cost_cents = serializers.DecimalField(
        max_digits=20, decimal_places=6, help_text="US cents, as far as prices are known."
    )
    unpriced = serializers.IntegerField(help_text="Requests whose price is not known.")


class OwnUsageSerializer(serializers.Serializer[Any]):
    today = UsedSerializer()
    month = UsedSerializer()
    day_ends_at = serializers.DateTimeField()
    month_ends_at = serializers.DateTimeField()


class DaySerializer(UsedSerializer):
    day = serializers.DateField()


class PersonSerializer(UsedSerializer):
    email = serializers.CharField(allow_null=True, help_text="Null: a command's, or of who has left.")


class ModelSerializer(UsedSerializer):
    provider = serializers.CharField()
    model = serializers.CharField()


class MonthSerializer(serializers.Serializer[Any]):
    month = serializers.CharField()
    total = UsedSerializer()
    days = DaySerializer(many=True)
    people = PersonSerializer(many=True)
    models = ModelSerializer(many=True)


@extend_schema(tags=["usage"])
class UsageView(ApiView):
    """Your own use of models today and this month, by the organization's time zone."""

    serializer_class = OwnUsageSerializer

    def get(self, request: Request) -> Response:
        return Response(self.get_serializer(usage_of(self.actor)).data)


@extend_schema(tags=["usage"])
class OrganizationUsageView(ApiView):
    """The organization's month by day, person and model, for those who administer it."""

    read_role = Role.ADMIN
    read_scope = ApiScope.ADMIN
    serializer_class = MonthSerializer

    @extend_schema(
        parameters=[OpenApiParameter("month", str, description="`2026-11`; without it the present one.")]
    )
    def get(self, request: Request) -> Response:
        organization = Organization.objects.get(pk=self.actor.organization_id)
        first = _month(request.query_params.get("month", ""), ZoneInfo(organization.time_zone))
        report = month_report(organization, first=first)
        emails = _emails(report.people)
        return Response(
            self.get_serializer(
                {
                    "month": f"{first:%Y-%m}",
                    "total": report.total,
                    "days": [_plain(used) | {"day": day} for day, used in report.days],
                    "people": [
                        _plain(share.used) | {"email": emails.get(share.user_id)} for share in report.people
                    ],
                    "models": [
                        _plain(share.used) | {"provider": share.provider_name, "model": share.model}
                        for share in report.models
                    ],
                }
            ).data
        )


def _plain(used: Used) -> dict[str, Any]:
    return {name: getattr(used, name) for name in Used.__dataclass_fields__}


def _emails(people: tuple[Share, ...]) -> dict[int | None, str]:
    ids = [share.user_id for share in people if share.user_id is not None]
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "email"))


def _month(text: str, zone: ZoneInfo) -> dt.date:
    """The first day of the month asked for. Raises ParseError for none, or one that is yet to come."""
    today = timezone.now().astimezone(zone).date()
    try:
        first = dt.date.fromisoformat(f"{text}-01") if text else today.replace(day=1)
    except ValueError:
        first = None
    if first is None or first > today:
        raise ParseError(_("Give a month that has begun, such as 2026-11."))
    return first
