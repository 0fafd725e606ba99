"""What may come in: JSON of bearable size, and no text that PostgreSQL can't store."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from accounts.api.problems import TooLarge

LARGEST_BODY = 256 * 1024
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class StrictJSONParser(JSONParser):
    """JSON without NUL characters or halves of surrogate pairs, at most LARGEST_BODY bytes."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The body's value. Raises ParseError, TooLarge."""
        body = stream.read(LARGEST_BODY + 1)
        if len(body) > LARGEST_BODY:
            raise TooLarge
        try:
            value = super().parse(io.BytesIO(body), media_type, parser_context)
            check_storable(value)
        except RecursionError as error:
            raise ParseError(_("The request is nested too deeply.")) from error
        return value


def check_storable(value: Any) -> None:
    """Raises ParseError where a text in the value can't be stored."""
    if isinstance(value, str):
        if UNSTORABLE.search(value):
            raise ParseError(_("Texts can't hold NUL characters or halves of surrogate pairs."))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            check_storable(key)
            check_storable(item)
    elif isinstance(value, list | tuple):
        for item in value:
            check_storable(item)
