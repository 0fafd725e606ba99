"""What staff know about a data source: names, joins, definitions, notes. Each organization has its own.

Words (`label`, `description`, `synonyms`) are kept as they were written: one value for every language, or
{"en": ..., "fr": ...}. Tables are spelled as in bundles: `table`, or `schema.table` outside the default one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from knowledge.enums import Cardinality, ChangeAction, ColumnRole, Status
from querying.models import DataSource

if TYPE_CHECKING:
    from accounts.actor import Actor
    from accounts.models import User

TABLE_HELP = _("A table of the data source, with its schema where that is not the default one.")
WORDS_HELP = _('One text for every language, or {"en": "...", "fr": "..."}.')

validate_name = RegexValidator(r"^\w([\w -]*\w)?\Z", _("Use letters, digits, spaces and dashes."))


class KnowledgeQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The knowledge of the actor's organization, about sources connected to it."""
        sources = DataSource.objects.visible_to(actor)
        return self.filter(organization=actor.organization_id, source__in=sources)

    def of_staff(self, user: User) -> Self:
        """The knowledge that a staff member may edit: of organizations they administer."""
        mine = Organization.objects.of_staff(user).values("pk")
        return self.filter(organization__in=mine, source__owner=None)

    def about(self, organization: int, source: int) -> Self:
        """One organization's knowledge about one source."""
        return self.filter(organization=organization, source=source)


class Knowledge(models.Model):
    """A piece of knowledge. `version` goes up with each change; `drafted` ones no person has touched yet."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    source = models.ForeignKey(
        DataSource, verbose_name=_("data source"), on_delete=models.CASCADE, related_name="+"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    drafted = models.BooleanField(_("drafted by the system"), default=False, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = KnowledgeQuerySet.as_manager()

    kind: ClassVar[str]
    name_field: ClassVar[str] = "name"

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, self.name_field))


class Worded(models.Model):
    """The words people use for a thing."""

    label = models.JSONField(_("label"), blank=True, default=str, help_text=WORDS_HELP)
    description = models.JSONField(_("description"), blank=True, default=str, help_text=WORDS_HELP)
    synonyms = models.JSONField(
        _("synonyms"),
        blank=True,
        default=list,
        help_text=_('A list for every language, or {"en": [...], "fr": [...]}.'),
    )

    class Meta:
        abstract = True


def _unique(name: str, *fields: str) -> list[models.BaseConstraint]:
    """One such piece per organization and source."""
    return [models.UniqueConstraint(fields=["organization", "source", *fields], name=name)]


class TableNote(Worded, Knowledge):
    """A table in words. Who may see which rows of it is policy, and stands in querying."""

    kind = "table"
    name_field = "table"

    table = models.CharField(_("table"), max_length=130, help_text=TABLE_HELP)
    primary_key = models.JSONField(
        _("primary key"), default=list, blank=True, help_text=_("Columns, where the database declares none.")
    )
    time_column = models.CharField(
        _("time column"),
        max_length=200,
        blank=True,
        help_text=_("What periods look at: a column, or a join and a column, such as order.created_at."),
    )
    currency_column = models.CharField(
        _("currency column"),
        max_length=200,
        blank=True,
        help_text=_("Amounts are never added across its values."),
    )

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering: ClassVar[list[str]] = ["table"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_note_per_table", "table")


class ColumnNoteQuerySet(models.QuerySet["ColumnNote"]):
    def visible_to(self, actor: Actor) -> ColumnNoteQuerySet:
        return self.filter(table__in=TableNote.objects.visible_to(actor))


class ColumnNote(Worded):
    """A column in words. It is versioned with its table."""

    table = models.ForeignKey(
        TableNote, verbose_name=_("table"), on_delete=models.CASCADE, related_name="columns"
    )
    name = models.CharField(_("column"), max_length=63)
    position = models.PositiveIntegerField(default=0, editable=False)
    role = models.CharField(_("role"), max_length=10, choices=ColumnRole.choices, blank=True)
    unit = models.CharField(
        _("unit"),
        max_length=30,
        blank=True,
        help_text=_('EUR, km, minutes, %; "currency" for amounts whose currency stands in another column.'),
    )
    values = models.JSONField(
        _("values"), default=list, blank=True, help_text=_("Values worth knowing, as a list.")
    )

    objects = ColumnNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        ordering: ClassVar[list[str]] = ["table", "position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["table", "name"], name="one_note_per_column")
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


class JoinDefinition(Worded, Knowledge):
    """A way from a table to another that never multiplies rows: many to one, or one to one."""

    kind = "join"

    name = models.CharField(_("name"), max_length=100, validators=[validate_name])
    from_table = models.CharField(_("from"), max_length=130, help_text=TABLE_HELP)
    to_table = models.CharField(_("to"), max_length=130, help_text=TABLE_HELP)
    on = models.JSONField(_("on"), default=list, help_text=_('Pairs of columns: [["user_id", "id"]].'))
    cardinality = models.CharField(
        _("cardinality"), max_length=3, choices=Cardinality.choices, default=Cardinality.MANY_TO_ONE
    )

    class Meta:
        verbose_name = _("join")
        verbose_name_plural = _("joins")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_join_per_name", "name")


class DimensionDefinition(Worded, Knowledge):
    """A named expression to group and filter by."""

    kind = "dimension"

    name = models.CharField(_("name"), max_length=100, validators=[validate_name])
    table = models.CharField(_("table"), max_length=130, help_text=TABLE_HELP)
    sql = models.TextField(_("SQL"), help_text=_("An expression over the table's columns."))
    type = models.CharField(max_length=20, default="text", editable=False)

    class Meta:
        verbose_name = _("dimension")
        verbose_name_plural = _("dimensions")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_dimension_per_name", "name")


class BusinessMetric(Worded, Knowledge):
    """A number the organization steers by: an aggregate over one table, or a formula over other metrics."""

    kind = "metric"

    name = models.CharField(_("name"), max_length=100, validators=[validate_name])
    table = models.CharField(_("table"), max_length=130, blank=True, help_text=TABLE_HELP)
    sql = models.TextField(_("SQL"), blank=True, help_text=_("An aggregate, such as sum(total_amount)."))
    formula = models.TextField(
        _("formula"), blank=True, help_text=_("Or arithmetic over other metrics: revenue / active_users.")
    )
    filters = models.JSONField(
        _("filters"), default=list, blank=True, help_text=_("Conditions on rows: [\"status = 'paid'\"].")
    )
    time_column = models.CharField(_("time column"), max_length=200, blank=True)
    currency_column = models.CharField(_("currency column"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    # What was last approved, and as which version: a draft change answers nothing until it is approved too.
    approved = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("business metric")
        verbose_name_plural = _("business metrics")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_metric_per_name", "name")


class SegmentDefinition(Worded, Knowledge):
    """A named filter: who counts as an active user."""

    kind = "segment"

    name = models.CharField(_("name"), max_length=100, validators=[validate_name])
    table = models.CharField(_("table"), max_length=130, help_text=TABLE_HELP)
    filter = models.TextField(_("filter"), help_text=_("A condition over the table's columns."))

    class Meta:
        verbose_name = _("named filter")
        verbose_name_plural = _("named filters")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_segment_per_name", "name")


class EventDefinition(Worded, Knowledge):
    """A kind of event: the rows of `table` whose `name_column` is `value`."""

    kind = "event"

    name = models.CharField(_("name"), max_length=100, validators=[validate_name])
    table = models.CharField(_("table"), max_length=130, help_text=TABLE_HELP)
    name_column = models.CharField(_("column of the event's name"), max_length=63)
    value = models.CharField(_("value"), max_length=200)
    time_column = models.CharField(_("time column"), max_length=63)
    actor_column = models.CharField(_("column of who did it"), max_length=63, blank=True)
    properties = models.JSONField(
        _("properties"),
        default=list,
        blank=True,
        help_text=_('[{"name": "plan", "type": "text", "example": "pro", "description": "..."}]'),
    )

    class Meta:
        verbose_name = _("event definition")
        verbose_name_plural = _("event definitions")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_event_per_name", "name")


class FunnelDefinition(Worded, Knowledge):
    """The steps that people are expected to take one after another: names of event definitions, in order."""

    kind = "funnel"

    name = models.CharField(_("name"), max_length=100, validators=[validate_name])
    steps = models.JSONField(
        _("steps"), default=list, help_text=_("Names of events, in order, all of one table.")
    )

    class Meta:
        verbose_name = _("funnel")
        verbose_name_plural = _("funnels")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_funnel_per_name", "name")


class Audience(Knowledge):
    """Who can be written to: the table of people and where their addresses stand. Read at send time only."""

    kind = "audience"
    name_field = "table"

    table = models.CharField(_("table"), max_length=130, help_text=TABLE_HELP)
    id_column = models.CharField(_("id column"), max_length=63)
    email_column = models.CharField(_("e-mail column"), max_length=63, blank=True)
    phone_column = models.CharField(_("phone column"), max_length=63, blank=True)
    locale_column = models.CharField(_("language column"), max_length=63, blank=True)
    name_column = models.CharField(_("name column"), max_length=63, blank=True)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_audience_per_source")


class KnowledgeEntry(Knowledge):
    """What is worth knowing, in prose."""

    kind = "entry"
    name_field = "title"

    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    category = models.CharField(_("category"), max_length=100, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)

    class Meta:
        verbose_name = _("knowledge entry")
        verbose_name_plural = _("knowledge entries")
        ordering: ClassVar[list[str]] = ["category", "title"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_entry_per_title", "title")


class QueryTemplate(Knowledge):
    """A ready question, perhaps with {slots}, that the chat offers as a chip."""

    kind = "template"
    name_field = "question"

    question = models.CharField(_("question"), max_length=500)
    language = models.CharField(_("language"), max_length=8, blank=True)
    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("question template")
        verbose_name_plural = _("question templates")
        ordering: ClassVar[list[str]] = ["position", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_template_per_question", "question")


class VerifiedQuery(Knowledge):
    """A question and the SQL that answers it right."""

    kind = "verified_query"
    name_field = "question"

    question = models.CharField(_("question"), max_length=500)
    sql = models.TextField(_("SQL"))
    language = models.CharField(_("language"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("verified query")
        verbose_name_plural = _("verified queries")
        ordering: ClassVar[list[str]] = ["question"]
        constraints: ClassVar[list[models.BaseConstraint]] = _unique("one_verified_query", "question")


class KnowledgeRevision(models.Model):
    """Goes up with every change of an organization's knowledge about a source; what is kept is kept by it."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(DataSource, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=1)
    has_values = models.BooleanField(default=False)  # whether the value index was ever built

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "source"], name="one_knowledge_revision")
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}/{self.source_id}: {self.number}"


class KnowledgeChangeQuerySet(models.QuerySet["KnowledgeChange"]):
    def visible_to(self, actor: Actor) -> KnowledgeChangeQuerySet:
        whose = models.Q(source__owner=None) | models.Q(source__owner=actor.user_id)
        return self.filter(whose, organization=actor.organization_id)


class KnowledgeChange(models.Model):
    """Who changed what, when. `fields` holds {field: [before, after]}. Rows are only ever added."""

    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    source = models.ForeignKey(
        DataSource, verbose_name=_("data source"), on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    kind = models.CharField(_("kind"), max_length=20)
    name = models.CharField(_("name"), max_length=500)
    version = models.PositiveIntegerField(_("version"))
    action = models.CharField(_("action"), max_length=10, choices=ChangeAction.choices)
    fields = models.JSONField(_("what changed"), default=dict)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = KnowledgeChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("history")
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            # The history of one definition, newest first.
            models.Index(fields=["organization", "source", "kind", "name"], name="history_of_definition")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} v{self.version}: {self.action}"


class ColumnValue(models.Model):
    """One value of a low-cardinality column, as every member of the organization may see it."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(DataSource, on_delete=models.CASCADE, related_name="+")
    schema = models.CharField(max_length=63)
    table = models.CharField(max_length=63)
    column = models.CharField(max_length=63)
    value = models.TextField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # The index of one organization's source is read as a whole.
            models.Index(fields=["organization", "source"], name="values_of_source")
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.column}: {self.value}"


# Last, as they need what stands above; Django finds models here only.
from knowledge.evaluation_models import EvaluationResult, EvaluationRun  # noqa: E402

__all__ = [
    "Audience",
    "BusinessMetric",
    "ColumnNote",
    "ColumnValue",
    "DimensionDefinition",
    "EvaluationResult",
    "EvaluationRun",
    "EventDefinition",
    "FunnelDefinition",
    "JoinDefinition",
    "Knowledge",
    "KnowledgeChange",
    "KnowledgeEntry",
    "KnowledgeRevision",
    "QueryTemplate",
    "SegmentDefinition",
    "TableNote",
    "VerifiedQuery",
    "Worded",
]
