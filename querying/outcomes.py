"""What the codes of refusals and failures mean, in a few words each (contracts.md, section 2)."""

from __future__ import annotations

from django.utils.translation import gettext as _


def told_code(code: str) -> str:
    """The words of a code; the code itself where there are none."""
    words = {
        "sql.too_long": _("Too much SQL"),
        "sql.syntax": _("No SQL that the database knows"),
        "sql.statement": _("No single SELECT"),
        "sql.node": _("A kind of expression that is not allowed"),
        "sql.relation": _("A table that may not be seen"),
        "sql.column": _("A column that may not be seen"),
        "sql.function": _("A function that is not allowed"),
        "sql.operator": _("An operator that is not allowed"),
        "sql.type": _("A type that is not allowed"),
        "sql.too_deep": _("Nested too deeply"),
        "sql.too_complex": _("Too complex"),
        "db.timeout": _("Took too long"),
        "db.error": _("The database refused it"),
        "db.too_large": _("The result was too large"),
        "db.unavailable": _("The data source was out of reach or busy"),
        "db.stopped": _("Stopped by the person"),
    }
    return words.get(code, code)
