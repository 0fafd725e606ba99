"""What querying tells the layers above."""

from __future__ import annotations

from django.dispatch import Signal

introspected = Signal()
"""Sent with `sender=DataSource`, `source` (a DataSource) and `catalog` (a SourceCatalog) after its structure
was read and its policies are in place; knowledge drafts labels, joins and metrics on it."""
