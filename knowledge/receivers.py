"""What knowledge does when the layers below tell it something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver

from accounts.models import Organization
from querying.signals import introspected

if TYPE_CHECKING:
    from querying.introspection import SourceCatalog
    from querying.models import DataSource


@receiver(introspected, dispatch_uid="knowledge.draft")
def draft_on_introspection(source: DataSource, catalog: SourceCatalog, **_kwargs: Any) -> None:
    """Draft, and index values, for every organization that the source is shared with, each for itself."""
    # Not at the top: drafting loads parsers and the planner, half a second of every command's start.
    from knowledge.drafting.drafts import draft_knowledge
    from knowledge.values import refresh_values

    for organization in Organization.objects.filter(data_source_accesses__source=source):
        draft_knowledge(source, organization, catalog)
        refresh_values(organization, source)
