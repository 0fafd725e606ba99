"""Jobs of uploaded files; each is safe to run twice."""

from __future__ import annotations

from celery import shared_task

from querying.uploads import services


@shared_task
def read_upload(upload_id: str) -> None:
    """Read the files of an upload."""
    services.read_upload(upload_id)


@shared_task
def use_upload(upload_id: str) -> None:
    """Make a data source of an upload."""
    services.use_upload(upload_id)


@shared_task
def sweep_uploads() -> int:
    """Forget what nobody came back for; how many."""
    return services.sweep()
