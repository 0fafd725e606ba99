"""An upload's life: taken in piece by piece, read, used, replaced, shared, deleted; nobody else finds it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from accounts import personal_data
from accounts.models import User
from accounts.roles import Role
from querying.enums import UploadStatus
from querying.errors import SourceNotFound
from querying.models import AnalyticsQuery, ColumnPolicy, DataSource, Upload
from querying.services import catalog_view, disconnect
from querying.uploads import services
from querying.uploads.errors import MayNotUpload, UploadNotFound, UploadRefused
from querying.uploads.words import problem_words
from tests.querying.conftest import member

pytestmark = pytest.mark.django_db
SALES = "day,email,amount\n2025-01-31,ann@example.com,1.50\n2025-02-01,bob@example.com,2.50\n"


def left(folder: Path) -> list[str]:
    """What lies on the disk."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_becomes_a_source_of_its_owner_alone(manager, owner, send, use, folder):
    source = use(send(manager, {"Sales, 2025!.csv": SALES}))
    assert (source.name, source.owner_id, source.engine) == ("Sales 2025", manager.user_id, "duckdb")
    (table,) = catalog_view(manager, source)
    # A manager sees no personal data of others' sources; this file is their own.
    assert [(column.name, column.masked) for column in table.columns] == [
        ("day", False), ("email", False), ("amount", False),
    ]  # fmt: skip
    assert DataSource.objects.visible_to(owner).count() == 0
    with pytest.raises(SourceNotFound):
        catalog_view(owner, source)
    assert len(left(folder)) == 1


def test_sharing_opens_it_with_its_policies_and_deleting_removes_the_file(manager, owner, send, use, folder):
    source = use(send(manager, {"sales.csv": SALES}))
    with pytest.raises(UploadNotFound):
        services.share(owner, source)
    services.share(manager, source)
    source.refresh_from_db()
    masked = {
        actor.role: [c.name for c in next(iter(catalog_view(actor, source))).columns if c.masked]
        for actor in (manager, owner)
    }
    assert masked == {Role.MANAGER: ["email"], Role.OWNER: []}
    assert AnalyticsQuery.objects.visible_to(owner).count() == 0  # what was asked before stays private


def test_deleting_removes_the_file(manager, send, use, folder, django_capture_on_commit_callbacks):
    source = use(send(manager, {"sales.csv": SALES}))
    with django_capture_on_commit_callbacks(execute=True):
        disconnect(source)
    assert left(folder) == []


def test_a_person_who_goes_takes_their_files_along(
    manager, send, use, folder, django_capture_on_commit_callbacks
):
    use(send(manager, {"sales.csv": SALES}))
    send(manager, {"more.csv": SALES})
    with django_capture_on_commit_callbacks(execute=True):
        User.objects.get(pk=manager.user_id).delete()
    assert (left(folder), Upload.objects.count(), DataSource.objects.count()) == ([], 0, 0)


def test_what_is_kept_of_a_person_is_told_and_erased(
    manager, owner, send, use, folder, django_capture_on_commit_callbacks
):
    use(send(manager, {"sales.csv": SALES}))
    send(manager, {"more.csv": SALES})
    kept = use(send(owner, {"others.csv": SALES}))
    person = User.objects.get(pk=manager.user_id)
    told = personal_data.export(person)["uploads"]
    assert ([one["name"] for one in told["sources"]], len(told["uploads"])) == (["sales"], 2)
    with django_capture_on_commit_callbacks(execute=True):
        assert personal_data.erase(person)["uploads"] == 3
    assert personal_data.export(person)["uploads"] == {"uploads": [], "sources": []}
    assert list(DataSource.objects.all()) == [kept]
    assert len(left(folder)) == 1


def test_a_newer_file_takes_the_place_and_keeps_what_is_known(manager, send, use, folder):
    source = use(send(manager, {"sales 2024.csv": SALES}))
    ColumnPolicy.objects.filter(table__source=source, column="email").update(pii="hidden")
    newer = send(manager, {"sales 2025.csv": SALES.replace("1.50", "9.50")}, replaces=source)
    assert (newer.status, newer.told[0]["table"]) == (UploadStatus.READY, "sales")
    use(newer)
    source.refresh_from_db()
    assert DataSource.objects.count() == 1
    assert ColumnPolicy.objects.get(table__source=source, column="email").pii == "hidden"
    assert len(left(folder)) == 1


def test_a_file_of_other_columns_does_not_take_the_place(manager, send, use):
    source = use(send(manager, {"sales.csv": SALES}))
    other = send(manager, {"sales.csv": "day,amount\n2025-01-01,much\n"}, replaces=source)
    assert other.status == UploadStatus.PROBLEM
    assert problem_words(other.problem)[1:] == [
        "Missing: sales.email",
        "sales.amount was decimal(18,2) and is varchar now.",
    ]
    with pytest.raises(UploadRefused):
        services.use(other, "")


def test_broken_lines_are_left_out_when_the_person_says_so(manager, send):
    upload = send(manager, {"x.csv": "a,b\n1,2\n3\n4,5\n"})
    assert (upload.status, upload.problem["code"]) == (UploadStatus.PROBLEM, "broken_lines")
    assert problem_words(upload.problem) == [
        "1 line of x.csv does not fit its 2 columns.",
        "Line 3: 2 columns were expected, 1 were found.",
    ]
    services.read_again(upload, skip_broken=True)
    services.read_upload(str(upload.pk))
    upload.refresh_from_db()
    assert (upload.status, upload.told[0]["rows"], upload.told[0]["skipped"]) == (UploadStatus.READY, 2, 1)


def test_pieces_that_come_twice_or_late_do_no_harm(manager, folder):
    upload = services.begin(manager, [("../../etc/x.csv", 8)])
    assert upload.files == [{"name": "x.csv", "size": 8}]
    assert services.append(upload, 0, 0, io.BytesIO(b"a,b\n")) == 4
    assert services.append(upload, 0, 0, io.BytesIO(b"a,b\n")) == 4
    assert services.append(upload, 0, 6, io.BytesIO(b"2\n")) == 4
    with pytest.raises(UploadRefused, match="did not arrive whole"):
        services.finish(upload)
    with pytest.raises(UploadRefused, match="longer than was said"):
        services.append(upload, 0, 4, io.BytesIO(b"1,2\n3,4\n"))
    assert services.append(upload, 0, 4, io.BytesIO(b"1,2\n")) == 8
    with pytest.raises(UploadNotFound):
        services.append(upload, 1, 0, io.BytesIO(b""))
    services.finish(upload)
    with pytest.raises(UploadRefused):
        services.finish(upload)


def test_what_is_not_taken_in(north, manager, settings, monkeypatch):
    settings.UPLOAD_MAX_BYTES = 100
    for files in ([], [("a", 0)], [("a", 101)], [("a", 60), ("b", 60)], [("a", 1)] * 21):
        with pytest.raises(UploadRefused):
            services.begin(manager, files)
    with pytest.raises(MayNotUpload):
        services.begin(member(north, Role.SUPPORT), [("a", 1)])
    for _number in range(services.MOST_UNFINISHED):
        services.begin(manager, [("a", 1)])
    with pytest.raises(UploadRefused, match="wait to be looked at"):
        services.begin(manager, [("a", 1)])


def test_a_full_disk_is_told_before_anything_is_written(manager, monkeypatch, folder):
    monkeypatch.setattr(services, "ROOM", 1 << 60)
    with pytest.raises(UploadRefused, match="no room left"):
        services.begin(manager, [("a", 1)])
    assert Upload.objects.count() == 0


def test_old_and_lost_uploads_are_swept(manager, send, settings, folder, django_capture_on_commit_callbacks):
    lost, old = send(manager, {"a.csv": SALES}), send(manager, {"b.csv": SALES})
    late = lost.updated_at - settings.UPLOAD_KEPT
    Upload.objects.filter(pk=lost.pk).update(
        status=UploadStatus.READING, updated_at=lost.updated_at - settings.UPLOAD_LEASE
    )
    Upload.objects.filter(pk=old.pk).update(updated_at=late)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.sweep() == 2
    lost.refresh_from_db()
    assert (lost.status, lost.problem["code"]) == (UploadStatus.PROBLEM, "interrupted")
    assert not old.folder.exists()


def test_two_sources_of_a_name(north, manager, owner, send, use):
    assert use(send(manager, {"sales.csv": SALES})).name == "sales"
    assert use(send(manager, {"sales.csv": SALES})).name == "sales 2"
    assert use(send(owner, {"sales.csv": SALES})).name == "sales"
