"""Handing work to the job queue, by the name of its task: tasks import services, never the other way."""

from __future__ import annotations

from importlib import import_module

from django.db import transaction


def enqueue(task: str, *arguments: int) -> None:
    """Run `task`, one of tasks.py, once what is being written is there to be read.

    A broker that is down is logged, not raised: beat finds what is due within seconds of its coming back.
    """
    transaction.on_commit(lambda: _send(task, arguments), robust=True)


def _send(task: str, arguments: tuple[int, ...]) -> None:
    # At the call: tasks.py imports the services, which import this.
    tasks = import_module("campaigns.tasks")
    getattr(tasks, task).apply_async(args=list(arguments), retry=False)
