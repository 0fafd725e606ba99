"""The closed sets of words that knowledge rows hold."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    """Drafts are used, and said to be drafts; approved ones were looked at by a person."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")


class ColumnRole(TextChoices):
    DIMENSION = "dimension", _("Dimension")
    MEASURE = "measure", _("Measure")
    TIME = "time", pgettext_lazy("what a column holds", "Time")
    KEY = "key", _("Key")


class Cardinality(TextChoices):
    MANY_TO_ONE = "N:1", _("Many to one")
    ONE_TO_ONE = "1:1", _("One to one")


class ChangeAction(TextChoices):
    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    APPROVED = "approved", _("Approved")
    DELETED = "deleted", _("Deleted")


class RunStatus(TextChoices):
    """How far an evaluation is."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class RunReason(TextChoices):
    """Why an evaluation was run."""

    ASKED = "asked", _("Asked for")
    CHANGE = "change", _("Knowledge changed")
