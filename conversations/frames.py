"""What a page may say on the socket: outside input, so parsed strictly (docs/socket.md)."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter

from conversations.enums import ContextType


def _id_text_or_number(value: object) -> object:
    return None if value == "" else value


class Ask(BaseModel):
    type: Literal["ask"]
    id: UUID
    # The limit of a question is checked where it becomes a turn; this one only bounds the work.
    text: str = Field(max_length=60_000)
    datasource: Annotated[int | None, BeforeValidator(_id_text_or_number)] = None
    provider: str = Field(default="", max_length=100)
    parent: UUID | None = None
    context_type: ContextType | None = None  # of the conversation from now on
    query: str = Field(default="", max_length=20_000)  # SQL that the question is about


class Stop(BaseModel):
    type: Literal["stop"]
    message: UUID


class Retry(BaseModel):
    type: Literal["retry"]
    message: UUID


class Resume(BaseModel):
    type: Literal["resume"]
    after: int = Field(ge=0, le=2**62)


class Ping(BaseModel):
    type: Literal["ping"]


ClientFrame = Ask | Stop | Retry | Resume | Ping
FRAME: TypeAdapter[ClientFrame] = TypeAdapter(
    Annotated[Ask | Stop | Retry | Resume | Ping, Field(discriminator="type")]
)
