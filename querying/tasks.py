"""Jobs of uploaded files, of the query log and of queries kept ready; each is safe to run twice."""

from __future__ import annotations

from celery import shared_task

from querying.ready import rounds
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


@shared_task
def keep_all_ready() -> int:
    """Set workers on each source whose common queries may be kept ready; how many."""
    sources = rounds.sources_to_keep_ready()
    for source_id in sources:
        keep_ready.apply_async(args=[source_id], expires=rounds.EVERY_SECONDS)
    return len(sources)


@shared_task(queue="refresh")
def keep_ready(source_id: int) -> int:
    """Run again what is due on a source; how many queries."""
    return rounds.keep_ready(source_id)
