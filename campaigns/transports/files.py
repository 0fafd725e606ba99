"""Into files that a page shows: for trying out, where no mail server is set up."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Self

from django.conf import settings

from campaigns.transports.base import Outgoing, Unavailable


class FilesConnection:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        return None

    def send(self, message: Outgoing) -> None:
        """Whole or not at all, under the message's own name: once more leaves it as it is."""
        folder: Path = settings.OUTBOX / message.folder
        unfinished = folder / f".{message.name}.{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            unfinished.write_bytes(message.data)
            unfinished.replace(folder / f"{message.name}.eml")
        except OSError:
            # With the disk full, a piece of a message would only take more of what there is not.
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise Unavailable from None


class Files:
    kind = "files"
    is_idempotent = True

    def connect(self) -> FilesConnection:
        return FilesConnection()
