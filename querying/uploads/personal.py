"""What uploads keep of a person: their files, what was made of them, and that they sent them."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from querying.models import DataSource, Upload
from querying.services import disconnect


def told(user: User) -> dict[str, Any]:
    """Uploads and private sources by name, size and day; the files themselves are the person's already."""
    uploads = Upload.objects.filter(owner=user)
    sources = DataSource.objects.filter(owner=user)
    return {
        "uploads": [
            {
                "name": one.name,
                "files": one.files,
                "status": one.status,
                "created_at": one.created_at.isoformat(),
            }
            for one in uploads
        ],
        "sources": [{"name": one.name, "created_at": one.created_at.isoformat()} for one in sources],
    }


def erased(user: User) -> int:
    """Remove them with their files. What was shared belongs to the organization, and stays."""
    uploads, sources = Upload.objects.filter(owner=user), DataSource.objects.filter(owner=user)
    count = len(uploads) + len(sources)
    for source in sources:
        disconnect(source)
    for upload in Upload.objects.filter(owner=user):
        upload.delete()
    return count
