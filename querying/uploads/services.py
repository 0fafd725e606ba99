"""All that is done with uploads: taken in piece by piece, read, used, replaced, shared, forgotten."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.models import Organization, User
from accounts.roles import Role
from accounts.services import record_change
from querying.engines.base import SourceError
from querying.engines.duckdb.addresses import url_of
from querying.enums import UploadStatus
from querying.models import DataSource, Upload
from querying.services.connecting import connect_file
from querying.uploads import words
from querying.uploads.comparing import differences
from querying.uploads.errors import MayNotUpload, UploadNotFound, UploadRefused
from querying.uploads.reading import read_files

logger = logging.getLogger(__name__)

LEAST_ROLE = Role.MANAGER
MOST_FILES = 20
MOST_UNFINISHED = 5
PIECE = 1 << 20
# On the disk a file stands beside its plain text and the database that is made of it.
ROOM = 3
OPTIONS = ("skip_broken", "header", "day_first", "decimal_comma")


class Readable(Protocol):
    """A request's body, a file: whatever gives bytes."""

    def read(self, size: int, /) -> bytes: ...


def may_upload(actor: Actor) -> bool:
    """Whether the role is high enough."""
    return actor.role.is_at_least(LEAST_ROLE)


def begin(actor: Actor, files: Sequence[tuple[str, int]], *, replaces: DataSource | None = None) -> Upload:
    """An upload that waits for its files, given as (name, bytes). Raises UploadRefused."""
    check_may_upload(actor)
    sizes = [size for _name, size in files]
    if not 1 <= len(files) <= MOST_FILES:
        raise UploadRefused(_("Send between 1 and %(most)s files.") % {"most": MOST_FILES})
    if sum(sizes) > settings.UPLOAD_MAX_BYTES:
        raise UploadRefused(words.too_large(settings.UPLOAD_MAX_BYTES))
    if min(sizes) < 1:
        raise UploadRefused(_("One of the files is empty."))
    if Upload.objects.visible_to(actor).unfinished().count() >= MOST_UNFINISHED:
        raise UploadRefused(_("Several uploads wait to be looked at: use them or discard them first."))
    check_room(sum(sizes) * ROOM)
    named: list[dict[str, Any]] = [{"name": clean_name(name), "size": size} for name, size in files]
    upload = Upload.objects.create(
        organization_id=actor.organization_id,
        owner_id=actor.user_id,
        name=replaces.name if replaces else title_of(named[0]["name"]),
        files=named,
        replaces=replaces,
    )
    upload.folder.mkdir(parents=True, mode=0o700)
    return upload


def check_may_upload(actor: Actor) -> None:
    """Raises MayNotUpload."""
    if not may_upload(actor):
        raise MayNotUpload(
            _("Your role, %(role)s, may not upload files: it takes at least %(needed)s.")
            % {"role": actor.role.label, "needed": LEAST_ROLE.label}
        )


def check_room(size: int) -> None:
    """Raises UploadRefused where the disk would be full."""
    folder = Path(settings.UPLOADS_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        logger.error("the folder of uploads can't be used: %s", type(error).__name__)
        raise UploadRefused(_("Files can't be taken in at the moment: tell an administrator.")) from None
    if free < size:
        raise UploadRefused(words.problem_words({"code": "disk_full"})[0])


def clean_name(name: str) -> str:
    """A file's name to show: without folders and control characters. No path is ever made of it."""
    bare = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", bare).strip()[:120] or "file"


def title_of(file_name: str) -> str:
    """What the source of a file is called at first."""
    bare = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", file_name)
    title = re.sub(r"[^\w .-]+|_+", " ", bare)
    return re.sub(r"\s+", " ", title).strip(" .-")[:80] or str(_("Data"))


def append(upload: Upload, number: int, offset: int, body: Readable) -> int:
    """Add a piece to a file where it is expected; how many bytes there are now, all told.

    A piece that is not the next one changes nothing. Raises UploadNotFound, UploadRefused.
    """
    if upload.status != UploadStatus.RECEIVING or not 0 <= number < len(upload.files):
        raise UploadNotFound
    path, most = upload.file(number), upload.files[number]["size"]
    try:
        with path.open("ab") as file:
            if file.tell() != offset:
                return file.tell()
            while piece := body.read(PIECE):
                if file.tell() + len(piece) > most:
                    file.truncate(offset)
                    raise UploadRefused(_("The file is longer than was said: send it again."))
                file.write(piece)
            return file.tell()
    except OSError as error:
        logger.error("an upload can't be written: %s", type(error).__name__)
        raise UploadRefused(words.problem_words({"code": "disk_full"})[0]) from None


def finish(upload: Upload) -> None:
    """All files are here: have them read. Raises UploadRefused where one is not whole."""
    for number, file in enumerate(upload.files):
        path = upload.file(number)
        if not path.exists() or path.stat().st_size != file["size"]:
            raise UploadRefused(_("%(file)s did not arrive whole: send it again.") % {"file": file["name"]})
    _wait_for(upload, UploadStatus.WAITING, (UploadStatus.RECEIVING,))


def read_again(upload: Upload, **wishes: bool | None) -> None:
    """Read the files once more, as the person says they are written. Raises UploadRefused."""
    upload.wishes = {name: wishes.get(name, upload.wishes.get(name)) for name in OPTIONS}
    upload.save(update_fields=["wishes"])
    _wait_for(upload, UploadStatus.WAITING, (UploadStatus.READY, UploadStatus.PROBLEM))


def use(upload: Upload, name: str) -> None:
    """Make a data source of what was read. Raises UploadRefused."""
    if not upload.replaces_id:
        upload.name = title_of(name) if name.strip() else upload.name
        upload.save(update_fields=["name"])
    _wait_for(upload, UploadStatus.USING, (UploadStatus.READY,))


def _wait_for(upload: Upload, status: str, expected: Iterable[str]) -> None:
    from querying.tasks import read_upload, use_upload  # they need this file

    job = use_upload if status == UploadStatus.USING else read_upload
    found = Upload.objects.filter(pk=upload.pk, status__in=list(expected))
    with transaction.atomic():
        if not found.update(status=status, updated_at=timezone.now()):
            raise UploadRefused(_("This has changed meanwhile: look again."))
        transaction.on_commit(lambda: job.delay(str(upload.pk)))


def read_upload(upload_id: str) -> None:
    """Read the files of an upload into a database; safe to run twice."""
    waiting = Upload.objects.filter(pk=upload_id, status=UploadStatus.WAITING)
    if not waiting.update(status=UploadStatus.READING, progress="", updated_at=timezone.now()):
        return
    upload = Upload.objects.select_related("replaces").get(pk=upload_id)
    for path in upload.folder.glob("data.duckdb*"):
        path.unlink()
    said = read_files(_order(upload), lambda file: _note(upload_id, file))
    told, problem = said.get("tables", []), {}
    if said["kind"] == "problem":
        problem = {"code": said["code"], "about": said["about"]}
    elif upload.replaces and (differing := differences(upload.replaces.structure, told)):
        problem = {"code": "columns_differ", "about": differing}
    status = UploadStatus.PROBLEM if problem else UploadStatus.READY
    Upload.objects.filter(pk=upload_id, status=UploadStatus.READING).update(
        status=status, told=told, problem=problem, progress="", updated_at=timezone.now()
    )


def _order(upload: Upload) -> dict[str, Any]:
    """What the reading process is told."""
    known = [table.name for table in upload.replaces.structure] if upload.replaces else []
    one_for_one = len(known) == 1 and len(upload.files) == 1
    return {
        "folder": str(upload.folder),
        "database": str(upload.database),
        "files": [
            {"path": str(upload.file(number)), "name": file["name"], "table": known[0] if one_for_one else ""}
            for number, file in enumerate(upload.files)
        ],
        **{name: upload.wishes.get(name) for name in OPTIONS},
        "skip_broken": bool(upload.wishes.get("skip_broken")),
    }


def _note(upload_id: str, file: str) -> bool:
    """Tell the page that it goes on; whether it still should."""
    reading = Upload.objects.filter(pk=upload_id, status=UploadStatus.READING)
    return bool(reading.update(progress=file[:200], updated_at=timezone.now()))


def use_upload(upload_id: str) -> None:
    """Make the data source, or give the one there is its new file; safe to run twice."""
    upload = (
        Upload.objects.select_related("organization", "owner", "replaces")
        .filter(pk=upload_id, status=UploadStatus.USING)
        .first()
    )
    if upload is None:
        return
    path = Path(settings.UPLOADS_DIR) / "sources" / f"{uuid4()}.duckdb"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if upload.database.exists():
        upload.database.replace(path)
    try:
        source = connect_file(_source_of(upload), url_of(path), organization=upload.organization)
    except SourceError as error:
        logger.warning("an upload can't be used: %s", error.message)
        path.unlink(missing_ok=True)
        problem = {"code": "interrupted", "about": {}}
        Upload.objects.filter(pk=upload_id).update(status=UploadStatus.PROBLEM, problem=problem)
        return
    with transaction.atomic():
        Upload.objects.filter(pk=upload_id).update(
            status=UploadStatus.USED, source=source, updated_at=timezone.now()
        )
        about = {"files": len(upload.files), "rows": sum(each["rows"] for each in upload.told)}
        record_change(upload.organization, upload.owner, "data.uploaded", **about)
    shutil.rmtree(upload.folder, ignore_errors=True)


def _source_of(upload: Upload) -> DataSource:
    if upload.replaces is not None:
        return upload.replaces
    mine = DataSource.objects.filter(owner=upload.owner)
    name = free_name(upload.name, set(mine.values_list("name", flat=True)))
    return DataSource(name=name, engine="duckdb", owner=upload.owner, default_schema="main")


def free_name(name: str, taken: set[str]) -> str:
    """The name, numbered where it is taken."""
    free, again = name, 2
    while free in taken:
        free, again = f"{name[:90]} {again}", again + 1
    return free


def discard(upload: Upload) -> None:
    """Forget an upload that is not in use; its files go with it."""
    upload.delete()


def share(actor: Actor, source: DataSource) -> None:
    """Give a private source to the organization: its policies hold for everybody from now on, for good."""
    organization = Organization.objects.get(pk=actor.organization_id)
    with transaction.atomic():
        taken = set(DataSource.objects.public().values_list("name", flat=True))
        found = DataSource.objects.filter(pk=source.pk, owner=actor.user_id)
        name = free_name(source.name, taken)
        if not found.update(owner=None, name=name, version=source.version + 1):
            raise UploadNotFound
        user = User.objects.get(pk=actor.user_id)
        record_change(organization, user, "source.shared", source=name)


def sweep() -> int:
    """Forget uploads nobody came back for, and tell of those whose process died; how many."""
    now = timezone.now()
    old = Upload.objects.unfinished().filter(updated_at__lt=now - settings.UPLOAD_KEPT)
    count = len([upload.delete() for upload in old])
    lost = Upload.objects.filter(
        status__in=[UploadStatus.READING, UploadStatus.USING], updated_at__lt=now - settings.UPLOAD_LEASE
    )
    problem = {"code": "interrupted", "about": {}}
    return count + lost.update(status=UploadStatus.PROBLEM, problem=problem, updated_at=now)
