"""Provider calls run as tasks on one asyncio loop of the process; a turn's thread reads a queue.

Closing a blocked synchronous stream from another thread takes seconds; cancelling a task takes a
millisecond. So *stop* can end the wait for the first token too.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from functools import lru_cache

from providers.wire import StreamEvent

POLL_SECONDS = 0.05
_END = object()


@lru_cache(maxsize=1)
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="provider-calls", daemon=True).start()
    return loop


def read(events: AsyncIterator[StreamEvent], *, stopped: Callable[[], bool]) -> Iterator[StreamEvent]:
    """The events of one call, as they come. Ends early, the call cancelled, once `stopped()` or when closed.

    Raises what the call raised.
    """
    items: queue.SimpleQueue[object] = queue.SimpleQueue()

    async def pump() -> None:
        try:
            async for event in events:
                items.put(event)
        finally:
            items.put(_END)

    task: Future[None] = asyncio.run_coroutine_threadsafe(pump(), _loop())
    try:
        while (event := _next(items, stopped)) is not _END:
            yield event  # type: ignore[misc]
        if not stopped():
            task.result()  # the end was put in the queue just before the task is done
    finally:
        task.cancel()


def _next(items: queue.SimpleQueue[object], stopped: Callable[[], bool]) -> object:
    while not stopped():
        try:
            return items.get(timeout=POLL_SECONDS)
        except queue.Empty:
            continue
    return _END
