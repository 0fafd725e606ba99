"""Questions that the knowledge layer itself asks of a source: through the guard, with the rights of a viewer.

Nothing it learns is beyond what the least trusted member of the organization may see.
"""

from __future__ import annotations

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Organization
from accounts.roles import Role
from knowledge.semantic.dialects import NotCarried, carry
from querying.enums import GeneratedBy
from querying.guard.refusals import refused
from querying.limits import Purpose
from querying.models import DataSource
from querying.results import ResultSet
from querying.services import execute
from querying.services.telling import told


def system_actor(organization: Organization, source: DataSource | None = None) -> Actor:
    """Nobody in particular, with a viewer's rights: no personal data, no rows that belong to a person.

    For a private source its owner, who alone may ask it; of any other the log of queries names no person.
    """
    return Actor(
        user_id=source.owner_id if source is not None else None,  # type: ignore[arg-type]
        email="",
        name="",
        organization_id=organization.pk,
        organization_slug=organization.slug,
        organization_name=organization.name,
        role=Role.VIEWER,
        organization_external_id=organization.external_id or None,
        time_zone=organization.time_zone,
        week_start=organization.week_start,
        currency=organization.currency,
    )


def probe(
    organization: Organization, source: DataSource, sql: str, *, purpose: Purpose = Purpose.WORKBENCH
) -> ResultSet:
    """Run SQL, PostgreSQL's whatever the source is, as nobody in particular.

    Raises GuardRefusal, QueryFailed, SourceNotFound.
    """
    try:
        sql = carry(sql, source.engine, {})
    except NotCarried as error:
        raise told(refused("not-carried", what=str(error))) from error
    execution = execute(
        actor=system_actor(organization, source),
        source=source,
        sql=sql,
        purpose=purpose,
        clock=timezone.now(),
        generated_by=GeneratedBy.SYSTEM,
    )
    return execution.result
