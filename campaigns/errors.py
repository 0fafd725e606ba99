"""What can go wrong with segments and campaigns; each message is fit for the person, nothing was changed."""

from __future__ import annotations

from django.utils.translation import gettext as _


class CampaignError(Exception):
    code = "campaign.invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(CampaignError):
    """The role is too low."""

    code = "forbidden"


class NotFound(CampaignError):
    """It does not exist, or is another organization's: the same answer for both."""

    code = "not_found"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("This segment or campaign does not exist."))


class SegmentInvalid(CampaignError):
    """The query is none that gives people of the audience, or a name is taken or missing."""

    code = "segment.invalid"


class ContentInvalid(CampaignError):
    """A part of the content is missing, or names a variable that there is not; `field` tells which."""

    code = "content.invalid"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class WrongState(CampaignError):
    """The campaign is in a state from which this can't be done."""

    code = "campaign.state"
