"""Files on their way to a data source: taken in, read, looked at by the person, and then used."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from querying.enums import UploadStatus

if TYPE_CHECKING:
    from accounts.actor import Actor


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible_to(self, actor: Actor) -> UploadQuerySet:
        """The actor's own in this organization: nobody else's, whatever their role."""
        return self.filter(organization=actor.organization_id, owner=actor.user_id)

    def unfinished(self) -> UploadQuerySet:
        return self.exclude(status=UploadStatus.USED)


class Upload(models.Model):
    """`files` are {"name", "size"} in order, `told` what came of each: {"table", "rows", "columns", "first",
    "spans", "skipped", "asks", ...}, `problem` {"code", "about"} of what could not be read, `wishes` how the
    person says it is to be read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    status = models.CharField(
        _("status"), max_length=10, choices=UploadStatus.choices, default=UploadStatus.RECEIVING
    )
    files = models.JSONField(default=list)
    told = models.JSONField(default=list)
    problem = models.JSONField(default=dict)
    wishes = models.JSONField(default=dict)
    progress = models.CharField(max_length=200, blank=True)
    source = models.ForeignKey(
        "querying.DataSource", null=True, on_delete=models.CASCADE, related_name="uploads"
    )
    replaces = models.ForeignKey(
        "querying.DataSource", null=True, on_delete=models.CASCADE, related_name="replacements"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering: ClassVar[list[str]] = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [
            # A person's unfinished uploads, newest first.
            models.Index(fields=["owner", "-created_at"], name="uploads_of_person"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """Where its files lie until they are used."""
        return Path(settings.UPLOADS_DIR) / "incoming" / str(self.pk)

    @property
    def database(self) -> Path:
        """What is made of the files."""
        return self.folder / "data.duckdb"

    def file(self, number: int) -> Path:
        """A file as it was sent, under a name of ours."""
        return self.folder / f"file-{number}"

    @property
    def size(self) -> int:
        return sum(int(file["size"]) for file in self.files)
