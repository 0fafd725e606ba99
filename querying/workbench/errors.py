"""What can go wrong in the workbench; each message is fit for the person."""

from __future__ import annotations

from django.utils.translation import gettext as _


class WorkbenchError(Exception):
    """What was asked for can't be done."""

    code = "input.invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotOwner(WorkbenchError):
    """It is somebody else's."""

    code = "forbidden"

    def __init__(self) -> None:
        super().__init__(_("Only whoever saved this query can change it."))


class NotThere(WorkbenchError):
    """There is no such thing for this person."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__(_("There is no such query."))


class TooLow(Exception):
    """The workbench is not for this role."""
