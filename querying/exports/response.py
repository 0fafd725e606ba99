"""A file as an HTTP response: it begins once its first block is there, so that what fails before is told.

Under ASGI the blocks are made in a thread of the response's own, one ahead of the client; a client that hangs
up cancels the query. What fails later breaks the connection off: a file that lacks rows never looks whole.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from django.core.handlers.asgi import ASGIRequest
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from querying.results import QueryFailed

if TYPE_CHECKING:
    from querying.services.exporting import Export

Refuse = Callable[[QueryFailed], HttpResponse]


class ExportResponse(StreamingHttpResponse):
    """The blocks of an export; `refuse` makes the answer where there is not even a first block.

    `begin` or `begin_now` must have ended before anything is sent.
    """

    def __init__(self, export: Export, refuse: Refuse) -> None:
        super().__init__((), content_type=export.format.content_type)
        self._export, self._refuse = export, refuse
        self._first: bytes | None = None
        # The person's language, for what is written or told in the thread.
        self._context = contextvars.copy_context()
        self._worker: ThreadPoolExecutor | None = None
        self["Content-Disposition"] = content_disposition_header(True, export.name) or "attachment"
        self["Cache-Control"] = "no-store"
        # Proxies hand on what comes at once.
        self["X-Accel-Buffering"] = "no"

    def begin_now(self) -> None:
        """Make the first block, or become a refusal; for a server that gives each request a thread."""
        self._first = self._begin()
        self.streaming_content = self._blocks_now()

    async def begin(self) -> None:
        """The same, in the response's own thread; a client that hangs up meanwhile stops the query."""
        try:
            self._first = await asyncio.wrap_future(self._submit(self._begin))
        except BaseException:
            self._stop()
            raise

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        try:
            ahead = self._submit(self._next)
            block = self._first
            while block is not None:
                yield block
                block = await asyncio.wrap_future(ahead)
                ahead = self._submit(self._next)
        finally:
            self._stop()

    def _begin(self) -> bytes | None:
        try:
            return self._next()
        except QueryFailed as failure:
            self._become(self._refuse(failure))
            return self._first

    def _become(self, refusal: HttpResponse) -> None:
        del self["Content-Disposition"]
        self.status_code = refusal.status_code
        self["Content-Type"] = refusal["Content-Type"]
        self._first = refusal.content

    def _blocks_now(self) -> Iterator[bytes]:
        try:
            block = self._first
            while block is not None:
                yield block
                block = self._next()
        finally:
            self._export.blocks.close()

    def _next(self) -> bytes | None:
        return next(self._export.blocks, None)

    def close(self) -> None:
        """Stop what is left undone, also where nobody took a block."""
        super().close()
        if self._worker is None:
            self._export.blocks.close()
        else:
            self._stop()

    def _submit(self, act: Callable[[], bytes | None]) -> Future[bytes | None]:
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="export")
        return self._worker.submit(self._context.copy().run, act)

    def _stop(self) -> None:
        """Cancel the query if it still runs, and let the thread tidy up: nobody waits for it."""
        if self._export.stop.is_set():
            return
        self._export.stop.set()
        self._submit(self._close)
        if self._worker is not None:
            self._worker.shutdown(wait=False)

    def _close(self) -> None:
        self._export.blocks.close()
        connections.close_all()


def export_response(request: HttpRequest, export: Export, refuse: Refuse) -> ExportResponse:
    """The response of a view. Under ASGI our handler (copilot_site/asgi.py) awaits its beginning."""
    response = ExportResponse(export, refuse)
    if not isinstance(request, ASGIRequest):
        response.begin_now()
    return response
