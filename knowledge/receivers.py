"""What knowledge does when the layers below tell it something."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import Organization
from knowledge.drafting.drafts import draft_knowledge
from knowledge.values import refresh_values
from querying.introspection import SourceCatalog
from querying.models import DataSource
from querying.signals import introspected


@receiver(introspected, dispatch_uid="knowledge.draft")
def draft_on_introspection(source: DataSource, catalog: SourceCatalog, **_kwargs: Any) -> None:
    """Draft, and index values, for every organization that the source is shared with, each for itself."""
    for organization in Organization.objects.filter(data_source_accesses__source=source):
        draft_knowledge(source, organization, catalog)
        refresh_values(organization, source)
