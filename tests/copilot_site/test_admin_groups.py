"""The admin's navigation: every registered model in one group, and only what a person may see."""

from django.apps import apps
from django.test import Client

from accounts.models import User
from copilot_site.admin_groups import GROUPS

LABELS = [label for _title, models in GROUPS for label in models]


def test_each_model_stands_in_one_group_and_exists():
    assert len(LABELS) == len(set(LABELS))
    for label in LABELS:
        apps.get_model(label)


def test_the_first_page_and_the_navigation_have_the_groups(db, client: Client):
    client.force_login(User.objects.create_superuser(email="staff@north.example", password="not a secret"))
    page = client.get("/admin/")
    groups = [str(group["name"]) for group in page.context["app_list"]]
    assert groups[0] == "Knowledge"
    assert groups[-1] == "Operations"
    assert [str(group["title"]) for group in page.context["sidebar_navigation"]] == groups
    assert "/admin/knowledge/businessmetric/" in page.text


def test_staff_who_may_see_nothing_are_told_so(db, client: Client):
    client.force_login(
        User.objects.create_user(email="new@north.example", password="not a secret", is_staff=True)
    )
    page = client.get("/admin/")
    assert page.context["app_list"] == []
