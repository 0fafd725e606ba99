"""Who is asking: everything that a decision may depend on, frozen for the length of one turn."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """One person acting for one organization. No decision below reads a request or a session.

    `organization_external_id` is the value of scope columns that is this organization's;
    `external_id` the value of owner columns that is this person's. None of either means: sees no such row.
    """

    user_id: int
    email: str
    name: str
    organization_id: int
    organization_slug: str
    organization_name: str
    role: Role
    organization_external_id: str | None = None
    external_id: str | None = None
    language: str = "en"
    time_zone: str = "UTC"
    week_start: int = 0  # Monday, as in datetime.date.weekday()
    currency: str = ""  # ISO 4217, or empty where the organization has set none

    @property
    def sees_every_owner(self) -> bool:
        """Whether user-owned tables show the whole organization's rows (R-203)."""
        return self.role.is_at_least(Role.SUPPORT)

    @property
    def sees_personal_data(self) -> bool:
        """Whether masked and hidden-as-PII columns are shown raw (R-204); secrets never are."""
        return self.role.is_at_least(Role.ADMIN)
