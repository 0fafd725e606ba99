"""Guarded queries as files: CSV, JSON, XLSX, written while the rows come. docs/exports.md tells how."""

from querying.exports.asked import Asked, RowCount
from querying.exports.formats import FORMATS, Format

__all__ = ["FORMATS", "Asked", "Format", "RowCount"]
