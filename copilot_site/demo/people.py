"""The demo's organizations and people: look-alike data for three tenants, and every role at least once."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.models import Organization, User
from accounts.roles import Role
from accounts.services import make_member, make_organization


@dataclass(frozen=True, slots=True)
class DemoOrganization:
    """`external_id` is its organization_id in the shop and the club."""

    slug: str
    name: str
    external_id: str
    time_zone: str
    currency: str
    week_start: int = 0


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """`member_id` is the person's id among the club's members, which owns check-ins."""

    email: str
    name: str
    organization: str
    role: Role
    member_id: int
    language: str = "en"
    is_superuser: bool = False

    @property
    def is_staff(self) -> bool:
        return self.is_superuser or self.role.is_at_least(Role.ADMIN)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a person types to sign in to the demo, as `var/demo.json` lists it."""

    email: str
    password: str
    organization: str
    role: str


ORGANIZATIONS = (
    DemoOrganization("nordwind", "Nordwind Outdoor", "1", "Europe/Berlin", "EUR"),
    DemoOrganization("aurore", "Maison Aurore", "2", "Europe/Paris", "EUR"),
    DemoOrganization("cascade", "Cascade Trail", "3", "America/Los_Angeles", "USD", week_start=6),
)
# Those who belong to a second organization come last, so that their first one is their current one.
PEOPLE = (
    DemoPerson("owner@nordwind.example", "Nora Lindqvist", "nordwind", Role.OWNER, 1),
    DemoPerson("admin@nordwind.example", "Anton Berger", "nordwind", Role.ADMIN, 2),
    DemoPerson("manager@nordwind.example", "Mara Jensen", "nordwind", Role.MANAGER, 3),
    DemoPerson("support@nordwind.example", "Sven Olsson", "nordwind", Role.SUPPORT, 4),
    DemoPerson("user@nordwind.example", "Ulla Hansen", "nordwind", Role.USER, 5),
    DemoPerson("viewer@nordwind.example", "Viktor Maier", "nordwind", Role.VIEWER, 6),
    DemoPerson("owner@aurore.example", "Odile Marchand", "aurore", Role.OWNER, 1001, "fr"),
    DemoPerson("manager@aurore.example", "Mathieu Caron", "aurore", Role.MANAGER, 1002, "fr"),
    DemoPerson("viewer@aurore.example", "Violette Roche", "aurore", Role.VIEWER, 1003, "fr"),
    DemoPerson("owner@cascade.example", "Olive Carter", "cascade", Role.OWNER, 2001),
    DemoPerson("user@cascade.example", "Uma Reyes", "cascade", Role.USER, 2002),
    DemoPerson("consultant@insight.example", "Camille Duval", "nordwind", Role.MANAGER, 7, "fr"),
    DemoPerson("consultant@insight.example", "Camille Duval", "aurore", Role.USER, 1004, "fr"),
    DemoPerson("admin@insight.example", "Site Administrator", "nordwind", Role.OWNER, 8, is_superuser=True),
)


def make_organizations() -> dict[str, Organization]:
    """The demo's organizations by slug, made or updated."""
    return {organization.slug: make_organization(**asdict(organization)) for organization in ORGANIZATIONS}


@transaction.atomic
def make_people(organizations: dict[str, Organization], known: dict[str, str]) -> list[SignIn]:
    """The demo's members, made or updated, and how they sign in.

    `known` passwords, by e-mail, of people who are there stay as they are; everyone else gets a new one.
    """
    there = set(User.objects.filter(email__in=known).values_list("email", flat=True))
    passwords = {email: password for email, password in known.items() if email in there}
    sign_ins = []
    for person in PEOPLE:
        fresh = None
        if person.email not in passwords:
            fresh = passwords[person.email] = secrets.token_urlsafe(9)
        make_member(
            person.email,
            organization=organizations[person.organization],
            role=person.role,
            external_id=str(person.member_id),
            password=fresh,
            name=person.name,
            language=person.language,
            is_staff=person.is_staff,
            is_superuser=person.is_superuser,
        )
        sign_ins.append(SignIn(person.email, passwords[person.email], person.organization, person.role.value))
    return sign_ins
