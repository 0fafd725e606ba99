"""What can go wrong with a question before it runs. The codes are those of contracts.md section 1."""

from __future__ import annotations

from django.utils.translation import gettext as _


class ConversationError(Exception):
    """Something the asker did can't be done; `message` is fit for them and nothing was stored."""

    code = "internal"
    retryable = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(ConversationError):
    """It does not exist, or is somebody else's: the same answer for both."""

    code = "not_found"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("This conversation or message does not exist."))


class QuestionEmpty(ConversationError):
    code = "question.empty"

    def __init__(self) -> None:
        super().__init__(_("Type a question first."))


class QuestionTooLong(ConversationError):
    code = "question.too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            _("The question has %(length)d characters; at most %(limit)d are possible. Please shorten it.")
            % {"length": length, "limit": limit}
        )


class TurnBusy(ConversationError):
    code = "turn.busy"

    def __init__(self) -> None:
        super().__init__(_("Some questions are still waiting here. Please wait for an answer, or stop one."))


class InputInvalid(ConversationError):
    code = "input.invalid"


class NoModel(ConversationError):
    """No model may be asked, for want of one or of the right to it."""

    code = "provider.unavailable"

    def __init__(self) -> None:
        super().__init__(_("There is no model for this. Here is what the plan of the database says."))


class NotAllowed(ConversationError):
    """The person's role does not allow it."""

    code = "not_allowed"


class ServiceUnavailable(ConversationError):
    """Our own database does not answer, or has no room; what was typed is still in the page."""

    code = "service.unavailable"
    retryable = True

    def __init__(self) -> None:
        super().__init__(
            _("Our own database does not answer at the moment. Nothing was lost: try again soon.")
        )


class TurnLost(Exception):
    """The turn is no longer ours: it was interrupted or its conversation deleted. Nothing more is written."""
