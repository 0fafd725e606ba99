"""Jobs of uploaded files and of the query log; each is safe to run twice."""

from __future__ import annotations

from celery import shared_task

from querying.services import fingerprint_earlier
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


@shared_task
def fingerprint_earlier_queries() -> int:
    """Give what ran before fingerprints were kept one, as far as it comes in its time; how many."""
    return fingerprint_earlier()
