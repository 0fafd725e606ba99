"""The closed sets of words that querying's rows hold."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceStatus(TextChoices):
    """How the last contact with a data source went."""

    NEW = "new", _("Not tried yet")
    OK = "ok", _("Working")
    FAILING = "failing", _("Failing")


class Scope(TextChoices):
    """Which rows of a table an organization sees (design.md section 4, wall 2)."""

    COLUMN = "column", _("By column")
    THROUGH = "through", _("Through foreign keys")
    SHARED = "shared", _("Shared: all rows")
    HIDDEN = "hidden", _("Hidden")


class PersonalData(TextChoices):
    """What a column's values are for those who may not see personal data; a secret is for nobody."""

    NONE = "none", _("Not personal")
    MASKED = "masked", _("Masked")
    HIDDEN = "hidden", _("Hidden")
    SECRET = "secret", _("Secret")


class ExecutionStatus(TextChoices):
    SUCCESS = "success", _("Success")
    ERROR = "error", _("Error")
    BLOCKED = "blocked", _("Blocked")


class GeneratedBy(TextChoices):
    """Who wrote the SQL of an execution."""

    PLANNER = "planner", _("Planner")
    MODEL = "model", _("Model")
    PERSON = "person", _("Person")
    SYSTEM = "system", _("System")


class UploadStatus(TextChoices):
    """How far an upload is."""

    RECEIVING = "receiving", _("Being sent")
    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Being read")
    READY = "ready", _("To be looked at")
    PROBLEM = "problem", _("Can't be read")
    USING = "using", _("Being prepared")
    USED = "used", _("In use")
