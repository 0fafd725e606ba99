"""What lies on the disk goes when its row goes, whoever deletes it."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from querying.engines.base import SourceError
from querying.engines.duckdb.addresses import path_of
from querying.models import DataSource, Upload

logger = logging.getLogger(__name__)


def forget_file(url: str) -> None:
    """Remove the database of an uploaded source; anything outside our folder is left alone."""
    try:
        path = Path(path_of(url))
    except SourceError:
        return
    if path.parent == (Path(settings.UPLOADS_DIR) / "sources").resolve():
        path.unlink(missing_ok=True)


@receiver(post_delete, sender=DataSource, dispatch_uid="querying.file_of_source")
def _source_deleted(instance: DataSource, **_about: Any) -> None:
    if instance.engine == "duckdb":
        url = instance.reader_url
        transaction.on_commit(lambda: forget_file(url))


@receiver(post_delete, sender=Upload, dispatch_uid="querying.files_of_upload")
def _upload_deleted(instance: Upload, **_about: Any) -> None:
    folder = instance.folder
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
