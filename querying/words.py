"""The words of the JavaScript that shows results, in the language of the request.

The modules name them by their English sentence (`t("Copied")` in js/words.js); a test holds the two together.
Values in braces are filled in by the page.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

WORDS = (
    _("All rows"),
    _("Chart"),
    _("Chart of the result"),
    _("Copied"),
    _("Copy"),
    _("Copy the SQL"),
    _("Copying is not allowed here: select the text and copy it by hand."),
    _("Download"),
    _("Drawing the chart…"),
    _("Filter the rows"),
    _("First page"),
    _("In the order of the answer"),
    _("Last page"),
    _("Next page"),
    _("no"),
    _("No row fits the question."),
    _("No row holds that."),
    _("no value"),
    _("Number"),
    _("Open in the workbench"),
    _("Previous page"),
    _("Query"),
    _("Q{quarter} {year}"),
    _("Result"),
    _("Table"),
    _("Table of results"),
    _("That did not work. Nothing was lost; try again in a moment."),
    _("The chart"),
    _("The chart could not be drawn; the table holds the same numbers."),
    _("The first {shown} are shown; there are more."),
    _("The server can't be reached. Nothing was lost; try again in a moment."),
    _("Ways to see the result"),
    _("Written with"),
    _("yes"),
    _("You are signed out. Sign in in another tab, then try again."),
    _("{column}: ascending"),
    _("{column}: descending"),
    _("{count} of {total}"),
    _("{count} row"),
    _("{count} rows"),
    _("{from}–{to} of {total}"),
)


def words_of_request(more: Iterable[str] = ()) -> dict[str, str]:
    """Each English sentence with its translation: these, and `more` of a page's own modules."""
    return {word: gettext(word) for word in (*WORDS, *more)}
