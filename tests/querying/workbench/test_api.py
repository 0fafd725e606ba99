"""Saved queries over the REST API: whose they are, and who sees them."""

from accounts.roles import Role
from querying.models import SavedQuery
from tests.api import send, with_key
from tests.querying.conftest import member

SAVED = "saved-queries"


def test_a_saved_query_is_its_owners_to_change_and_the_organizations_to_read(shop, manager, north, south):
    mine = with_key(manager)
    body = {"name": "Orders", "data_source": "Shop", "sql": "SELECT id\nFROM orders "}
    status, kept = send(mine, "POST", SAVED, body)
    assert (status, kept["is_own"], kept["is_shared"], kept["sql"]) == (201, True, False, body["sql"])
    one = f"{SAVED}/{kept['id']}"
    colleague = with_key(member(north, Role.ADMIN))
    stranger = with_key(member(south, Role.OWNER))
    assert send(colleague, "GET", one)[0] == send(colleague, "DELETE", one)[0] == 404
    assert send(mine, "PATCH", one, {"is_shared": True})[1]["name"] == "Orders"
    assert [each["is_own"] for each in send(colleague, "GET", SAVED)[1]["results"]] == [False]
    for method, change in (("PATCH", {"name": "x"}), ("PUT", body), ("DELETE", None)):
        assert send(colleague, method, one, change)[0] == 403
        assert send(stranger, method, one, change)[0] == 404
    assert send(stranger, "GET", one)[0] == 404
    assert send(stranger, "GET", SAVED)[1]["results"] == []
    assert send(mine, "PUT", one, body | {"name": "Sales"})[1]["name"] == "Sales"
    assert send(mine, "DELETE", one) == (204, None)
    assert not SavedQuery.objects.exists()


def test_bad_bodies_unknown_sources_and_viewers_are_refused(shop, manager, north):
    mine = with_key(manager)
    good = {"name": "Orders", "data_source": "Shop", "sql": "SELECT 1"}
    for wrong in ({"name": " "}, {"sql": " "}, {"sql": "x" * 20_001}, {"data_source": "Elsewhere"}):
        assert send(mine, "POST", SAVED, good | wrong)[0] == 400
    viewer = with_key(member(north, Role.VIEWER))
    assert send(viewer, "GET", SAVED)[0] == send(viewer, "POST", SAVED, good)[0] == 403
    assert send(with_key(manager, ["read"]), "POST", SAVED, good)[0] == 403
    assert not SavedQuery.objects.exists()
