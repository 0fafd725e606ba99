"""What can go wrong with data sources and policies; each message is fit for the person who asked."""

from __future__ import annotations


class SourceNotFound(Exception):
    """There is no such data source for this actor."""

    code = "not_found"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class PolicyError(Exception):
    """A policy names what is not there, or would contradict itself."""

    code = "policy.invalid"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
