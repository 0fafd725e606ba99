"""What a suggestion holds, by kind (contracts.md section 1). A model may have written it, so it is parsed:
lengths are bounded, unknown fields refused. It is text: pages and mails escape it where they show it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from campaigns.content import check_content as check_email
from campaigns.errors import ContentInvalid
from campaigns.rendering import check_renders
from conversations.enums import SuggestionKind
from conversations.errors import InputInvalid

SQL_LENGTH = 10_000


def _text(longest: int, *, shortest: int = 1) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=shortest, max_length=longest, pattern=r"^[^\x00]*$"
    )


Line = Annotated[str, _text(200), StringConstraints(pattern=r"^[^\r\n]*$")]
OptionalLine = Annotated[str, _text(200, shortest=0), StringConstraints(pattern=r"^[^\r\n]*$")]
Paragraph = Annotated[str, _text(1_000)]


class Content(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Email(Content):
    subject: Line
    preheader: OptionalLine = ""
    body: Annotated[str, _text(10_000)] = Field(
        description="Plain text, paragraphs apart by an empty line; {{ first_name }} is filled in."
    )
    cta_text: Annotated[str, _text(60, shortest=0)] = ""

    @model_validator(mode="after")
    def check_variables(self) -> Email:
        """What could not be sent later is refused now: a variable that there is not."""
        try:
            check_renders(check_email(self.model_dump()))
        except ContentInvalid as error:
            raise ValueError(f"{error.field}: {error.message}") from error
        return self


class Sms(Content):
    message: Annotated[str, _text(480)]


class Social(Content):
    text: Annotated[str, _text(3_000)]
    hashtags: list[Annotated[str, _text(60)]] = Field(default_factory=list, max_length=20)
    platform: Annotated[str, _text(40, shortest=0)] = ""


class Step(Content):
    action: Paragraph
    timeline: Annotated[str, _text(200, shortest=0)] = ""
    channel: Annotated[str, _text(60, shortest=0)] = ""
    rationale: Annotated[str, _text(1_000, shortest=0)] = ""


class Strategy(Content):
    steps: list[Step] = Field(min_length=1, max_length=12)


class Audience(Content):
    rules: list[Paragraph] = Field(min_length=1, max_length=20)
    estimate: int | None = Field(default=None, ge=0)


class Segment(Content):
    name: Line
    query: Annotated[str, _text(SQL_LENGTH)]
    count: int = Field(ge=0)


class Campaign(Content):
    name: Line
    channel: Literal["email", "sms", "push", "webhook"] = "email"
    segment: OptionalLine = ""  # its name, to be read; which one it is stands beside the content
    content: Email | Sms
    schedule: OptionalLine = ""


CONTENTS: dict[SuggestionKind, type[Content]] = {
    SuggestionKind.EMAIL: Email,
    SuggestionKind.SMS: Sms,
    SuggestionKind.SOCIAL: Social,
    SuggestionKind.STRATEGY: Strategy,
    SuggestionKind.AUDIENCE: Audience,
    SuggestionKind.SEGMENT: Segment,
    SuggestionKind.CAMPAIGN: Campaign,
}


def check_content(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """The content of a suggestion of this kind, trimmed and with its defaults. Raises InputInvalid."""
    if kind not in SuggestionKind.values:
        raise InputInvalid(f"There is no suggestion of the kind {kind!r}.")
    try:
        return CONTENTS[SuggestionKind(kind)].model_validate(content).model_dump()
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise InputInvalid(faults) from error
