from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import authenticate

from accounts.models import Membership
from accounts.roles import Role
from copilot_site.demo.people import make_organizations, make_people
from copilot_site.demo.sign_ins import known_passwords, write_sign_ins

pytestmark = pytest.mark.django_db


def test_make_people_gives_every_role_and_signs_in():
    sign_ins = make_people(make_organizations(), {})
    assert {sign_in.role for sign_in in sign_ins} == set(Role.values)
    assert authenticate(username=sign_ins[0].email, password=sign_ins[0].password) is not None


def test_make_people_someone_belongs_to_two_organizations():
    make_people(make_organizations(), {})
    consultant = Membership.objects.filter(user__email="consultant@insight.example")
    assert {(one.organization.slug, one.role, one.external_id) for one in consultant} == {
        ("nordwind", "manager", "7"),
        ("aurore", "user", "1004"),
    }


def test_make_people_again_keeps_known_passwords(tmp_path: Path):
    file = tmp_path / "demo.json"
    first = make_people(make_organizations(), known_passwords(file))
    write_sign_ins(file, first)
    assert file.stat().st_mode & 0o777 == 0o600
    assert make_people(make_organizations(), known_passwords(file)) == first


def test_make_people_without_the_file_gives_new_passwords():
    first = make_people(make_organizations(), {})
    second = make_people(make_organizations(), {})
    assert first[0].password != second[0].password
    assert authenticate(username=second[0].email, password=second[0].password) is not None


def test_known_passwords_of_a_broken_file_are_none(tmp_path: Path):
    file = tmp_path / "demo.json"
    file.write_text("{]")
    assert known_passwords(file) == {}
