"""What can go wrong with uploads; each message is fit for the person."""

from __future__ import annotations


class UploadRefused(Exception):
    """It can't be done; nothing has changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UploadNotFound(Exception):
    """There is no such upload or file for this person."""


class MayNotUpload(UploadRefused):
    """The person's role is too low."""
