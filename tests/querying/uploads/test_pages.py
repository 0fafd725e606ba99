"""The pages of data and uploads: what they show, what they take, whom they turn away."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.actor import Actor
from accounts.models import User
from accounts.roles import Role
from querying.models import Upload
from querying.uploads import services
from tests.querying.conftest import member

pytestmark = pytest.mark.django_db
SALES = "day,amount,when\n2025-01-31,1.50,03/04/2025\n2025-02-01,2.50,05/06/2025\n"


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def read(upload: Upload) -> Upload:
    services.read_upload(str(upload.pk))
    upload.refresh_from_db()
    return upload


def post(client: Client, path: str, body: object) -> tuple[int, dict]:
    data = body if isinstance(body, bytes) else json.dumps(body)
    answer = client.generic("POST", path, data, content_type="application/octet-stream")
    return answer.status_code, answer.json()


def test_files_are_sent_in_pieces_looked_at_and_used(manager, use):
    client = browser(manager)
    body = SALES.encode()
    status, said = post(
        client, reverse("queries:upload_begin"), {"files": [{"name": "s.csv", "size": len(body)}]}
    )
    assert status == 201
    piece = reverse("queries:upload_piece", args=[said["id"], 0])
    assert post(client, f"{piece}?at=0", body[:20]) == (200, {"there": 20})
    assert post(client, f"{piece}?at=0", body[:20]) == (200, {"there": 20})
    assert post(client, f"{piece}?at=20", body[20:]) == (200, {"there": len(body)})
    assert post(client, reverse("queries:upload_finish", args=[said["id"]]), b"") == (200, {})
    page = client.get(reverse("queries:upload", args=[said["id"]])).content.decode()
    assert 'hx-trigger="load delay:1s"' in page
    upload = read(Upload.objects.get())
    page = client.get(reverse("queries:upload_state", args=[upload.pk])).content.decode()
    assert "hx-get" not in page
    for words in ("2 rows", "2025-01-31 – 2025-02-01", "Use this data", "03/04/2025 is", "whole number"):
        assert (words in page) == (words != "whole number"), words
    client.post(reverse("queries:upload_again", args=[upload.pk]), {"day_first": "yes"})
    assert read(upload).told[0]["spans"]["when"] == ["2025-04-03", "2025-06-05"]
    client.post(reverse("queries:upload_use", args=[upload.pk]), {"name": "My <sales>"})
    upload.refresh_from_db()
    assert (upload.status, upload.name) == ("using", "My sales")
    services.use_upload(str(upload.pk))
    page = client.get(reverse("queries:data")).content.decode()
    for words in ("My sales", "Only you", "2 rows · 3 columns · 2025-01-31 – 2025-06-05"):
        assert words in re.sub(r"\s+", " ", page), words


def test_the_form_alone_sends_files_too(manager):
    client = browser(manager)
    file = SimpleUploadedFile("b.csv", b"a,b\n1,2\n3\n")
    answer = client.post(reverse("queries:upload_send"), {"files": [file]}, follow=True)
    assert answer.status_code == 200
    upload = read(Upload.objects.get())
    page = client.get(reverse("queries:upload", args=[upload.pk])).content.decode()
    for words in ("Line 3: 2 columns were expected, 1 were found.", "Go on without these lines"):
        assert words in page
    client.post(reverse("queries:upload_discard", args=[upload.pk]))
    assert Upload.objects.count() == 0


def test_bad_requests_are_told_and_change_nothing(manager):
    client = browser(manager)
    begin = reverse("queries:upload_begin")
    for body in (b"", b"[]", b"{", b'{"files": 3}', b'{"files": [{"name": "x"}]}', b'{"files": []}', b"\xff"):
        assert post(client, begin, body)[0] == 400, body
    answer = client.post(reverse("queries:upload_send"), {}, follow=True)
    assert "Send between 1 and 20 files." in answer.content.decode()
    assert Upload.objects.count() == 0


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SUPPORT])
def test_who_may_not_upload_sees_what_they_may_ask(north, shop, role):
    client = browser(member(north, role))
    page = client.get(reverse("queries:data")).content.decode()
    assert "Shop" in page
    assert 'id="upload"' not in page
    status, said = post(client, reverse("queries:upload_begin"), {"files": [{"name": "x", "size": 1}]})
    assert (status, "takes at least Manager" in said["message"]) == (400, True)
    file = SimpleUploadedFile("b.csv", b"a,b\n1,2\n")
    assert client.post(reverse("queries:upload_send"), {"files": [file]}).status_code == 403


def test_rows_of_others_are_not_counted(north, shop):
    page = browser(member(north, Role.MANAGER)).get(reverse("queries:data")).content.decode()
    orders = re.search(r"orders</span>(.*?)</li>", page, re.DOTALL)[1]
    assert "row" not in re.sub(r"<[^>]+>", "", orders)


def test_what_is_in_a_file_is_text_on_the_page(manager, send):
    evil = "<script>alert(1)</script>"
    upload = send(manager, {f"{evil}.csv": f"{evil},b\n{evil},2\nx,3\n"})
    page = browser(manager).get(reverse("queries:upload", args=[upload.pk])).content.decode()
    assert evil not in page
    assert escape(evil) in page


def test_an_upload_is_nobody_elses(manager, owner, south, send):
    upload = send(manager, {"a.csv": SALES})
    for actor in (owner, member(south, Role.OWNER)):
        client = browser(actor)
        for name in ("upload", "upload_state"):
            assert client.get(reverse(f"queries:{name}", args=[upload.pk])).status_code == 404
        for name in ("upload_use", "upload_again", "upload_discard", "upload_finish"):
            assert client.post(reverse(f"queries:{name}", args=[upload.pk])).status_code == 404
        piece = reverse("queries:upload_piece", args=[upload.pk, 0])
        assert client.generic("POST", f"{piece}?at=0", b"x").status_code == 404
    assert Upload.objects.get().status == "ready"
