"""An upload as the page sends it, with its jobs done at once."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from accounts.actor import Actor
from querying.models import DataSource, Upload
from querying.uploads import services


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    """Files go where the test can look; a job that is queued is done when its transaction ends."""
    settings.UPLOADS_DIR = tmp_path / "uploads"
    settings.CELERY_TASK_ALWAYS_EAGER = True
    return settings.UPLOADS_DIR


@pytest.fixture
def send(django_capture_on_commit_callbacks) -> Callable[..., Upload]:
    """Sends files as {name: content}; the upload is read when it comes back."""

    def sent(actor: Actor, files: dict[str, bytes | str], **options: object) -> Upload:
        contents = [text.encode() if isinstance(text, str) else text for text in files.values()]
        upload = services.begin(actor, list(zip(files, map(len, contents), strict=True)), **options)
        for number, content in enumerate(contents):
            services.append(upload, number, 0, io.BytesIO(content))
        services.finish(upload)
        services.read_upload(str(upload.pk))
        upload.refresh_from_db()
        return upload

    return sent


@pytest.fixture
def use(django_capture_on_commit_callbacks) -> Callable[..., DataSource]:
    """Makes a source of an upload."""

    def used(upload: Upload, name: str = "") -> DataSource:
        services.use(upload, name)
        with django_capture_on_commit_callbacks(execute=True):
            services.use_upload(str(upload.pk))
        upload.refresh_from_db()
        return upload.source

    return used
