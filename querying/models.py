"""Data sources, who may use them, what of them may be seen, and the log of all that ran."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.crypto import decrypt
from accounts.models import Organization
from querying.enums import ExecutionStatus, GeneratedBy, PersonalData, Scope, SourceStatus
from querying.introspection import SourceCatalog, catalog_from_json
from querying.limits import Purpose

if TYPE_CHECKING:
    from accounts.actor import Actor
    from accounts.models import User
    from querying.catalog import TableKey


class DataSourceQuerySet(models.QuerySet["DataSource"]):
    def visible_to(self, actor: Actor) -> DataSourceQuerySet:
        """Active sources of the actor's organization: those without an owner, and the actor's own."""
        theirs = models.Q(owner=None) | models.Q(owner=actor.user_id)
        return self.filter(theirs, is_active=True, accesses__organization=actor.organization_id)

    def public(self) -> DataSourceQuerySet:
        """Sources that belong to organizations, to no person."""
        return self.filter(owner=None)

    def of_staff(self, user: User) -> DataSourceQuerySet:
        """Sources that a staff member may look after: of organizations they administer, of no person."""
        return (
            self.public()
            .filter(accesses__organization__in=Organization.objects.of_staff(user).values("pk"))
            .distinct()
        )


class DataSource(models.Model):
    """A database that is asked questions. Its policies hold for every organization it is shared with.

    `reader_url` is what queries run as; `admin_url`, where there is one, made that reader and grants to it.
    One with an `owner` is that person's alone, whatever anybody's role, until they share it.
    """

    name = models.CharField(
        _("name"),
        max_length=100,
        validators=[RegexValidator(r"^[\w][\w .-]*$", _("Use letters, digits, spaces, dots and dashes."))],
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="+",
    )
    engine = models.CharField(_("engine"), max_length=20, default="postgresql")
    encrypted_reader_url = models.TextField(editable=False)
    encrypted_admin_url = models.TextField(blank=True, editable=False)
    reader_role = models.CharField(_("reader role"), max_length=63, blank=True, editable=False)
    default_schema = models.CharField(_("default schema"), max_length=63, default="public")
    scope_column = models.CharField(
        _("scope column"),
        max_length=63,
        blank=True,
        help_text=_("The column that tells whose a row is. Without one, all tables are shared."),
    )
    keeps_ready = models.BooleanField(
        _("common queries are kept ready"),
        default=True,
        help_text=_(
            "What is asked often and takes long is run again before its kept result ends, within bounds. "
            "Only where results are kept for a quarter of an hour or longer."
        ),
    )
    extension_types = models.JSONField(
        _("extension types"),
        default=list,
        blank=True,
        help_text=_('Types of extensions whose operators may be used, as [["public", "citext"]].'),
    )
    organizations = models.ManyToManyField(
        Organization, through="DataSourceAccess", related_name="data_sources", verbose_name=_("organizations")
    )
    cache_seconds = models.PositiveIntegerField(
        _("results are kept for"),
        default=3600,
        validators=[MaxValueValidator(24 * 3600)],
        help_text=_(
            "Seconds in which the same query, of somebody with the same rights, is not run again. 0: never."
        ),
    )
    is_active = models.BooleanField(_("active"), default=True)
    catalog = models.JSONField(default=dict, editable=False)
    # Goes up with everything that a catalog view depends on, so that a remembered view is never stale.
    version = models.PositiveIntegerField(default=1, editable=False)
    introspected_at = models.DateTimeField(_("introspected"), null=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=SourceStatus.choices, default=SourceStatus.NEW, editable=False
    )
    last_error = models.CharField(_("last error"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = DataSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("data source")
        verbose_name_plural = _("data sources")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Apart, so that a name that is taken tells nobody of what others keep to themselves.
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(owner=None), name="one_source_of_a_name"
            ),
            models.UniqueConstraint(fields=["owner", "name"], name="one_source_of_a_name_and_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def told_name(self) -> str:
        """The name for what others read, such as the audit log; empty for what is one person's alone."""
        return self.name if self.owner_id is None else ""

    @property
    def reader_url(self) -> str:
        return decrypt(self.encrypted_reader_url)

    @property
    def admin_url(self) -> str:
        """The URL that may change grants; empty where the role given was a plain reader."""
        return decrypt(self.encrypted_admin_url)

    @property
    def structure(self) -> SourceCatalog:
        return catalog_from_json(self.catalog)


class DataSourceAccess(models.Model):
    """An organization that may ask a data source."""

    source = models.ForeignKey(
        DataSource, verbose_name=_("data source"), on_delete=models.CASCADE, related_name="accesses"
    )
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.CASCADE,
        related_name="data_source_accesses",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "organization"], name="one_access_per_organization")
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.organization}"


class TablePolicyQuerySet(models.QuerySet["TablePolicy"]):
    def visible_to(self, actor: Actor) -> TablePolicyQuerySet:
        return self.filter(source__in=DataSource.objects.visible_to(actor))


class TablePolicy(models.Model):
    """Which rows of a relation may be seen. One that is not listed does not exist for anybody who asks.

    `through` holds the foreign keys of scope *through*: [{"columns", "to_table", "to_columns"}]; a row is
    seen if each of them points to a row that may be seen.
    """

    source = models.ForeignKey(
        DataSource, verbose_name=_("data source"), on_delete=models.CASCADE, related_name="table_policies"
    )
    schema = models.CharField(_("schema"), max_length=63)
    table = models.CharField(_("table"), max_length=63)
    kind = models.CharField(_("kind"), max_length=20, default="table", editable=False)
    listed = models.BooleanField(_("listed"), default=False)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices, default=Scope.HIDDEN)
    scope_column = models.CharField(_("scope column"), max_length=63, blank=True)
    through = models.JSONField(_("through"), default=list, blank=True)
    owner_column = models.CharField(
        _("owner column"),
        max_length=63,
        blank=True,
        help_text=_("Rows belong to a person: viewers and users see only those that hold their external id."),
    )

    objects = TablePolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("table policy")
        verbose_name_plural = _("table policies")
        ordering: ClassVar[list[str]] = ["source", "schema", "table"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "schema", "table"], name="one_policy_per_table")
        ]

    def __str__(self) -> str:
        return f"{self.schema}.{self.table}"

    @property
    def key(self) -> TableKey:
        return (self.schema, self.table)


class ColumnPolicyQuerySet(models.QuerySet["ColumnPolicy"]):
    def visible_to(self, actor: Actor) -> ColumnPolicyQuerySet:
        return self.filter(table__source__in=DataSource.objects.visible_to(actor))


class ColumnPolicy(models.Model):
    """Whether a column's values may be seen. A column without a policy is hidden."""

    table = models.ForeignKey(
        TablePolicy, verbose_name=_("table"), on_delete=models.CASCADE, related_name="columns"
    )
    column = models.CharField(_("column"), max_length=63)
    pii = models.CharField(
        _("personal data"), max_length=10, choices=PersonalData.choices, default=PersonalData.NONE
    )

    objects = ColumnPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("column policy")
        verbose_name_plural = _("column policies")
        ordering: ClassVar[list[str]] = ["table", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["table", "column"], name="one_policy_per_column")
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


class AnalyticsQueryQuerySet(models.QuerySet["AnalyticsQuery"]):
    def visible_to(self, actor: Actor) -> AnalyticsQueryQuerySet:
        """The actor's own queries; those who may see personal data see the whole organization's.

        What was asked of a private source stays with who asked it, also when the source is gone or shared.
        """
        ours = self.filter(organization=actor.organization_id)
        own = models.Q(user=actor.user_id)
        return ours.filter(own | models.Q(private=False) if actor.sees_personal_data else own)

    def asked(self) -> AnalyticsQueryQuerySet:
        """Without those that nobody asked for: that keep common queries ready."""
        return self.exclude(purpose=Purpose.REFRESH)


class AnalyticsQuery(models.Model):
    """One execution, refused ones included (R-207). The question is kept with personal data masked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, verbose_name=_("organization"), on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=16, blank=True)
    source = models.ForeignKey(
        DataSource,
        verbose_name=_("data source"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="queries",
    )
    purpose = models.CharField(_("purpose"), max_length=10, choices=[(p.value, p.value) for p in Purpose])
    question = models.TextField(_("question"), blank=True)
    sql = models.TextField(_("SQL as generated"))
    sql_run = models.TextField(_("SQL as run"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ExecutionStatus.choices)
    code = models.CharField(_("code"), max_length=32, blank=True)
    sqlstate = models.CharField(_("SQLSTATE"), max_length=5, blank=True)
    milliseconds = models.FloatField(_("milliseconds"), null=True)
    row_count = models.PositiveIntegerField(_("rows"), null=True)
    cached = models.BooleanField(_("from the cache"), default=False)
    generated_by = models.CharField(_("written by"), max_length=10, choices=GeneratedBy.choices)
    provider = models.CharField(_("provider"), max_length=100, blank=True)
    model = models.CharField(_("model"), max_length=200, blank=True)
    private = models.BooleanField(_("of a private source"), default=False, editable=False)
    # Whether its rows might come from, and go into, what is kept: evaluations and the system's own never do.
    keepable = models.BooleanField(default=False, editable=False)
    fingerprint = models.CharField(_("fingerprint"), max_length=16, blank=True, editable=False)
    created_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = AnalyticsQueryQuerySet.as_manager()

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("query log")
        ordering: ClassVar[list[str]] = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [
            # The query log and a person's history: one organization's, newest first.
            models.Index(fields=["organization", "-created_at"], name="query_by_organization"),
            # The last execution of each group of the log's page, and all of one group.
            models.Index(fields=["organization", "fingerprint", "-created_at"], name="query_by_fingerprint"),
            # What keeping queries ready took in the last hour, and in a period: few rows among many.
            models.Index(
                fields=["organization", "created_at"],
                condition=models.Q(purpose=Purpose.REFRESH),
                name="query_refreshes",
            ),
            # The log's sums over a period, read from the index alone.
            models.Index(
                fields=["organization", "created_at"],
                include=[
                    "user",
                    "private",
                    "source",
                    "status",
                    "code",
                    "cached",
                    "milliseconds",
                    "fingerprint",
                    "purpose",
                ],
                name="query_sums",
            ),
            # What ran before fingerprints were kept, the newest first; empty once all recent ones have one.
            models.Index(
                fields=["-created_at"], condition=models.Q(fingerprint=""), name="query_without_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.created_at:%Y-%m-%d %H:%M}"


# Last, as they need what stands above; Django finds models here only.
from querying.saved_models import SavedQuery  # noqa: E402, F401
from querying.upload_models import Upload  # noqa: E402, F401
