"""Data sources, what of them may be seen, and all that was asked, for staff."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Model, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action, display

from accounts.models import Organization
from accounts.services import record_change
from accounts.staff import StaffAdmin
from querying import services
from querying.engines.base import SourceError
from querying.enums import ExecutionStatus, SourceStatus
from querying.forms import ConnectForm, DataSourceForm, TablePolicyForm
from querying.models import (
    AnalyticsQuery,
    ColumnPolicy,
    DataSource,
    DataSourceAccess,
    SavedQuery,
    TablePolicy,
)
from querying.previews import preview_table
from querying.services.visible import source_rules

COLOURS: dict[str, str | None] = {
    **dict.fromkeys([*SourceStatus, *ExecutionStatus]),
    SourceStatus.OK: "success",
    SourceStatus.FAILING: "danger",
    ExecutionStatus.SUCCESS: "success",
    ExecutionStatus.ERROR: "danger",
    ExecutionStatus.BLOCKED: "warning",
}


def may_change(request: HttpRequest, source: DataSource) -> bool:
    """Whether the source is the staff member's alone: policies hold for every organization that shares it."""
    if request.user.is_superuser:
        return True
    mine = Organization.objects.of_staff(request.user)  # type: ignore[arg-type]
    return not source.organizations.exclude(pk__in=mine.values("pk")).exists()


class OwnSourcesFilter(RelatedDropdownFilter):
    """Offers the sources of the organizations that the staff member administers, not everybody's."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = DataSource.objects.public()
        if not request.user.is_superuser:
            rows = DataSource.objects.of_staff(request.user)  # type: ignore[arg-type]
        choices: list[tuple[str, str]] = field.get_choices(
            include_blank=False, limit_choices_to={"pk__in": rows.values("pk")}
        )
        return choices


class AccessInline(TabularInline):
    model = DataSourceAccess
    extra = 0
    hide_title = True
    autocomplete_fields = ("organization",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who shares a source with whom is the site's to say."""
        return bool(request.user.is_superuser)

    has_change_permission = has_add_permission
    has_delete_permission = has_add_permission


@admin.register(DataSource)
class DataSourceAdmin(StaffAdmin):
    form = DataSourceForm
    organization_path = "organizations"
    not_private = {"owner": None}
    list_display = ("name", "engine", "state", "shared_with", "tables", "introspected_at", "is_active")
    search_fields = ("name",)
    inlines = (AccessInline,)
    actions_detail = ("show_tables", "test_connection", "introspect", "drop_cache", "change_address")
    readonly_fields = (
        "name",
        "engine",
        "scope_column",
        "reader_role",
        "introspected_at",
        "status",
        "last_error",
    )
    fieldsets = (
        (None, {"fields": ("name", "engine", "is_active")}),
        (
            gettext_lazy("Reading"),
            {"fields": ("scope_column", "reader_role", "cache_seconds", "keeps_ready", "extension_types")},
        ),
        (gettext_lazy("State"), {"fields": ("status", "last_error", "introspected_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DataSource]:
        mine = super().get_queryset(request).values("pk")
        listed = Q(table_policies__listed=True) & ~Q(table_policies__scope="hidden")
        return (
            DataSource.objects.filter(pk__in=mine)
            .prefetch_related("organizations")
            .annotate(
                table_count=Count("table_policies", distinct=True),
                asked_count=Count("table_policies", filter=listed, distinct=True),
            )
        )

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state(self, source: DataSource) -> tuple[str, str]:
        return source.status, source.get_status_display()

    @admin.display(description=gettext_lazy("organizations"))
    def shared_with(self, source: DataSource) -> str:
        return ", ".join(organization.name for organization in source.organizations.all())

    @admin.display(description=gettext_lazy("tables that may be asked"))
    def tables(self, source: Any) -> str:
        return f"{source.asked_count} / {source.table_count}"

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (not isinstance(obj, DataSource) or may_change(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: DataSource, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        services.bump_version(obj)
        user: Any = request.user
        for organization in obj.organizations.all():
            record_change(organization, user, "source.saved", source=obj.name, fields=form.changed_data)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, set[str], Any]:
        """Policies go with their source, though nobody may delete one alone."""
        to_delete, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected

    def delete_model(self, request: HttpRequest, obj: DataSource) -> None:
        user: Any = request.user
        services.disconnect(obj, user=user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[DataSource]) -> None:
        for source in queryset:
            if not self.has_delete_permission(request, source):
                raise PermissionDenied
            self.delete_model(request, source)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Not Django's own: that one saves within a transaction, and connecting talks to another server."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._connect(request, None)

    @action(description=gettext_lazy("Tables"), url_path="tables")
    def show_tables(self, request: HttpRequest, object_id: int) -> HttpResponse:
        policies = reverse("admin:querying_tablepolicy_changelist")
        return redirect(f"{policies}?source__id__exact={object_id}")

    @action(description=gettext_lazy("Test connection"), url_path="test-connection")
    def test_connection(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._try(request, object_id, services.test_connection, _("The data source answered."))

    @action(description=gettext_lazy("Introspect"), url_path="introspect")
    def introspect(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._try(request, object_id, services.introspect, _("The structure was read again."))

    @action(description=gettext_lazy("Forget kept results"), url_path="drop-cache")
    def drop_cache(self, request: HttpRequest, object_id: int) -> HttpResponse:
        user: Any = request.user
        services.drop_cache(self._changeable(request, object_id), user=user)
        messages.success(request, _("Every query of this data source is run again."))
        return redirect("admin:querying_datasource_change", object_id)

    @action(description=gettext_lazy("Change address"), url_path="address")
    def change_address(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return self._connect(request, self._changeable(request, object_id))

    def _changeable(self, request: HttpRequest, object_id: int) -> DataSource:
        source = self.get_queryset(request).filter(pk=object_id).first()
        if source is None or not self.has_change_permission(request, source):
            raise PermissionDenied
        return source

    def _try(self, request: HttpRequest, object_id: int, do: Any, done: str) -> HttpResponse:
        try:
            do(self._changeable(request, object_id))
        except SourceError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, done)
        return redirect("admin:querying_datasource_change", object_id)

    def _connect(self, request: HttpRequest, source: DataSource | None) -> HttpResponse:
        """The form of a new source's address, or of a new address for one."""
        organizations = Organization.objects.of_staff(request.user).distinct()  # type: ignore[arg-type]
        form = ConnectForm(request.POST or None, organizations=organizations, source=source)
        if request.method == "POST" and form.is_valid():
            try:
                connected = services.connect(**form.cleaned_data, draft=True, user=request.user)  # type: ignore[arg-type]
            except (SourceError, ValidationError) as error:
                form.add_error(None, getattr(error, "message", None) or str(error))
            else:
                for note in connected.notes:
                    messages.info(request, note)
                messages.success(request, _("%(source)s is connected.") % {"source": connected.source})
                return redirect("admin:querying_datasource_change", connected.source.pk)
        return self._render_connect(request, form, source)

    def _render_connect(
        self, request: HttpRequest, form: ConnectForm, source: DataSource | None
    ) -> HttpResponse:
        fieldsets = [(None, {"fields": list(form.fields)})]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Connect a database"),
            "adminform": helpers.AdminForm(form, fieldsets, {}, model_admin=self),  # type: ignore[arg-type]
            "original": source,
            "object_id": source and str(source.pk),
            "is_popup": False,
            "media": self.media + form.media,
            "inline_admin_formsets": [],
            "errors": helpers.AdminErrorList(form, []),  # type: ignore[arg-type]
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
            "show_delete": False,
        }
        is_new = source is None
        return self.render_change_form(request, context, add=is_new, change=not is_new, obj=source)


class ColumnInline(TabularInline):
    model = ColumnPolicy
    fields = ("column", "pii")
    readonly_fields = ("column",)
    ordering = ("pk",)
    extra = 0
    can_delete = False
    hide_title = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or may_change(request, obj.source)


@admin.register(TablePolicy)
class TablePolicyAdmin(StaffAdmin):
    organization_path = "source__organizations"
    not_private = {"source__owner": None}
    form = TablePolicyForm
    list_display = ("table", "schema", "source", "kind", "listed", "scope", "scope_column", "owner_column")
    list_filter = (
        ("source", OwnSourcesFilter),
        "listed",
        ("scope", ChoicesDropdownFilter),
        "kind",
    )
    list_filter_submit = True
    list_select_related = ("source",)
    search_fields = ("table", "schema")
    inlines = (ColumnInline,)
    readonly_fields = ("source", "schema", "table", "kind", "preview")
    fieldsets = (
        (None, {"fields": ("source", "schema", "table", "kind")}),
        (
            gettext_lazy("Rows"),
            {"fields": ("listed", "scope", "scope_column", "through_keys", "owner_column")},
        ),
        (gettext_lazy("Who sees what"), {"fields": ("preview",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tables are found by introspection."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (not isinstance(obj, TablePolicy) or may_change(request, obj.source))

    @admin.display(description=gettext_lazy("as saved"))
    def preview(self, policy: TablePolicy) -> SafeString:
        """What the saved policy means for each kind of reader."""
        rules = source_rules(policy.source_id, policy.source.version)
        lines = []
        for one in preview_table(rules, policy.key):
            words = one.rows or _("not visible")
            if one.masked:
                words += _(" · masked: %(columns)s") % {"columns": ", ".join(one.masked)}
            if one.hidden:
                words += _(" · hidden: %(columns)s") % {"columns": ", ".join(one.hidden)}
            lines.append((one.reader, words))
        return format_html("<ul>{}</ul>", format_html_join("", "<li><b>{}</b>: {}</li>", lines))

    def save_model(self, request: HttpRequest, obj: TablePolicy, form: Any, change: bool) -> None:
        services.set_table_policy(
            obj.source,
            obj.key,
            listed=obj.listed,
            scope=obj.scope,
            scope_column=obj.scope_column,
            through=form.through,
            owner_column=obj.owner_column,
            user=request.user,  # type: ignore[arg-type]
        )

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        for policy in formset.save(commit=False):
            services.set_column_policy(
                policy.table.source,
                policy.table.key,
                policy.column,
                pii=policy.pii,
                keep_secret=False,
                user=request.user,  # type: ignore[arg-type]
            )


@admin.register(AnalyticsQuery)
class AnalyticsQueryAdmin(StaffAdmin):
    read_only = True
    not_private = {"private": False}
    list_display = (
        *("created_at", "state", "source", "user", "short_question", "row_count", "duration", "generated_by"),
    )
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("purpose", ChoicesDropdownFilter),
        ("generated_by", ChoicesDropdownFilter),
        ("source", OwnSourcesFilter),
    )
    list_filter_submit = True
    list_select_related = ("source", "user")
    search_fields = ("question", "sql", "user__email", "code")
    date_hierarchy = "created_at"
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("created_at", "organization", "user", "role", "source", "purpose")}),
        (gettext_lazy("Query"), {"fields": ("question", "shown_sql", "shown_sql_run")}),
        (
            gettext_lazy("Outcome"),
            {"fields": ("status", "code", "sqlstate", "milliseconds", "row_count", "cached")},
        ),
        (gettext_lazy("Written by"), {"fields": ("generated_by", "provider", "model")}),
    )
    readonly_fields = ("shown_sql", "shown_sql_run")

    @display(description=gettext_lazy("status"), label=COLOURS)
    def state(self, query: AnalyticsQuery) -> tuple[str, str]:
        return query.status, query.get_status_display()

    @admin.display(description=gettext_lazy("question"))
    def short_question(self, query: AnalyticsQuery) -> str:
        text = query.question or query.sql
        return text if len(text) <= 80 else text[:79] + "…"

    @admin.display(description=gettext_lazy("time"), ordering="milliseconds")
    def duration(self, query: AnalyticsQuery) -> str:
        return "–" if query.milliseconds is None else f"{query.milliseconds:,.0f} ms"

    @admin.display(description=gettext_lazy("SQL as generated"))
    def shown_sql(self, query: AnalyticsQuery) -> SafeString:
        return _preformatted(query.sql)

    @admin.display(description=gettext_lazy("SQL as run"))
    def shown_sql_run(self, query: AnalyticsQuery) -> SafeString:
        return _preformatted(query.sql_run)


def _preformatted(sql: str) -> SafeString:
    """SQL for people: laid out by sqlparse, which guards nothing."""
    import sqlparse  # needed on this one page only

    text = sqlparse.format(sql, reindent=True) if len(sql) <= 10_000 else sql
    return format_html('<pre class="whitespace-pre-wrap">{}</pre>', text or "–")


@admin.register(SavedQuery)
class SavedQueryAdmin(StaffAdmin):
    """What people shared with their organization; what they keep for themselves is theirs alone."""

    read_only = True
    not_private = {"source__owner": None, "is_shared": True}
    list_display = ("name", "source", "owner", "organization", "updated_at")
    list_filter = (("source", OwnSourcesFilter),)
    list_filter_submit = True
    list_select_related = ("source", "owner", "organization")
    search_fields = ("name", "description", "sql")
    fields = ("name", "description", "organization", "owner", "source", "sql", "created_at", "updated_at")
