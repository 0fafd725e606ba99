"""Time zone names, checked where they are typed in."""

from __future__ import annotations

import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def validate_time_zone(value: str) -> None:
    """Raises ValidationError unless `value` is an IANA time zone such as Europe/Paris."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(
            _("%(value)s is not a time zone. Give one such as Europe/Paris."), params={"value": value}
        )
