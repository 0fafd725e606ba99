"""The knowledge base for staff: definitions checked as they are saved, approved by a click, with history."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from accounts.staff import OwnOrganizationsFilter, StaffAdmin
from knowledge.bundles import BundleError, export_bundle, import_bundle
from knowledge.enums import Status
from knowledge.evaluation_admin import EvaluationRunAdmin
from knowledge.forms import BundleForm, DefinitionForm, LinesField, SynonymsField, TextField
from knowledge.models import (
    Audience,
    BusinessMetric,
    ColumnNote,
    DimensionDefinition,
    EventDefinition,
    FunnelDefinition,
    JoinDefinition,
    Knowledge,
    KnowledgeChange,
    KnowledgeEntry,
    QueryTemplate,
    SegmentDefinition,
    TableNote,
    VerifiedQuery,
)
from knowledge.writing import approve, delete_definition, save_definition, save_table
from querying.admin import OwnSourcesFilter, may_change

__all__ = ["EvaluationRunAdmin"]  # registered by being imported

COLOURS: dict[str, str | None] = {
    **dict.fromkeys(Status),
    Status.DRAFT: "warning",
    Status.APPROVED: "success",
}
CHANGES_SHOWN = 10


class WordsForm(DefinitionForm):
    label = TextField(label=gettext_lazy("Label"))
    description = TextField(label=gettext_lazy("Description"))
    synonyms = SynonymsField(label=gettext_lazy("Synonyms"))


class MetricForm(WordsForm):
    filters = LinesField(
        label=gettext_lazy("Filters"), help_text=gettext_lazy("One condition a line: status = 'paid'")
    )


class FunnelForm(WordsForm):
    steps = LinesField(
        label=gettext_lazy("Steps"), help_text=gettext_lazy("Names of events, one a line, in their order.")
    )


class EntryForm(DefinitionForm):
    tags = SynonymsField(label=gettext_lazy("Tags"), help_text=gettext_lazy("With commas between."))


class KnowledgeAdmin(StaffAdmin):
    """One kind of knowledge. Every write goes through knowledge.writing: it has a version and a history."""

    form: ClassVar[type[forms.ModelForm]] = WordsForm
    not_private = {"source__owner": None}
    choices_paths = {"source": "organizations"}
    choices_not_private = {"source": {"owner": None}}
    autocomplete_fields = ("organization", "source")
    list_select_related = ("organization", "source")
    list_filter: Any = (
        ("source", OwnSourcesFilter),
        ("organization", OwnOrganizationsFilter),
        ("status", ChoicesDropdownFilter),
        "drafted",
    )
    actions = ("approve_selected",)
    actions_submit_line = ("save_and_approve",)
    readonly_fields: Any = ("status", "version", "changes")
    content: ClassVar[tuple[str, ...]] = ()
    words: ClassVar[tuple[str, ...]] = ("label", "synonyms", "description")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        place = (None, {"fields": ("organization", "source")})
        sections = [place, (_("Definition"), {"fields": self.content})]
        if self.words:
            sections.append((_("Words"), {"fields": self.words}))
        if obj is not None:
            sections.append((_("State"), {"fields": ("status", "version", "changes")}))
        return sections

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.readonly_fields, "organization", "source") if obj else self.readonly_fields

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        return self.autocomplete_fields

    @display(description=gettext_lazy("status"), label=COLOURS)
    def state(self, row: Knowledge) -> tuple[str, str]:
        return row.status, str(Status(row.status).label)

    @admin.display(description=gettext_lazy("history"))
    def changes(self, row: Knowledge) -> SafeString | str:
        """The last changes: who, when, what."""
        made = KnowledgeChange.objects.filter(
            organization=row.organization, source=row.source, kind=row.kind, name=str(row)[:500]
        ).select_related("user")[:CHANGES_SHOWN]
        lines = [
            (
                f"{change.created_at:%Y-%m-%d %H:%M}",
                change.user or _("the system"),
                change.get_action_display(),
                ", ".join(change.fields),
            )
            for change in made
        ]
        return format_html_join("", "<div>{} · {} · {} · {}</div>", lines) or "-"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if isinstance(obj, BusinessMetric) and change and set(form.changed_data) & set(self.content):
            obj.status = Status.DRAFT  # the last approved formula answers until this one is approved too
        save_definition(obj, user=self._user(request))
        self._tell(request, form)
        self._press_buttons(request, obj)

    def _press_buttons(self, request: HttpRequest, obj: Any) -> None:
        """Run the submit line's own button, if it was that; the theme does so only beside Django's save."""
        for button in self.get_actions_submit_line(request, obj.pk):
            if button.action_name in request.POST:
                button.method(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_definition(obj, user=self._user(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            delete_definition(row, user=self._user(request))

    @admin.action(description=gettext_lazy("Approve"))
    def approve_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = sum(approve(row, user=self._user(request)) for row in queryset)
        messages.success(request, _("%(count)s approved.") % {"count": count})

    @action(description=gettext_lazy("Save and approve"))
    def save_and_approve(self, request: HttpRequest, obj: Any) -> None:
        approve(obj, user=self._user(request))

    def _tell(self, request: HttpRequest, form: Any) -> None:
        preview = getattr(form, "preview", None)
        if preview is not None:
            values = ", ".join(str(value) for row in preview.rows[:5] for value in row) or _("no row")
            messages.info(request, _("Checked: it runs, and gives %(values)s.") % {"values": values})

    @staticmethod
    def _user(request: HttpRequest) -> Any:
        return request.user


@admin.register(BusinessMetric)
class BusinessMetricAdmin(KnowledgeAdmin):
    form = MetricForm
    list_display = ("name", "organization", "source", "table", "unit", "state", "version", "updated_at")
    search_fields = ("name", "label", "sql", "formula")
    content = ("name", "table", "sql", "formula", "filters", "time_column", "currency_column", "unit")


@admin.register(EventDefinition)
class EventDefinitionAdmin(KnowledgeAdmin):
    list_display = ("name", "organization", "source", "table", "value", "state", "version")
    search_fields = ("name", "label", "value")
    content = ("name", "table", "name_column", "value", "time_column", "actor_column", "properties")


@admin.register(FunnelDefinition)
class FunnelDefinitionAdmin(KnowledgeAdmin):
    form = FunnelForm
    list_display = ("name", "organization", "source", "state", "version")
    search_fields = ("name", "label")
    content = ("name", "steps")


@admin.register(DimensionDefinition)
class DimensionDefinitionAdmin(KnowledgeAdmin):
    list_display = ("name", "organization", "source", "table", "state", "version")
    search_fields = ("name", "label", "sql")
    content = ("name", "table", "sql")


@admin.register(SegmentDefinition)
class SegmentDefinitionAdmin(KnowledgeAdmin):
    list_display = ("name", "organization", "source", "table", "state", "version")
    search_fields = ("name", "label", "filter")
    content = ("name", "table", "filter")


@admin.register(JoinDefinition)
class JoinDefinitionAdmin(KnowledgeAdmin):
    list_display = ("name", "organization", "source", "from_table", "to_table", "cardinality", "state")
    search_fields = ("name", "from_table", "to_table")
    content = ("name", "from_table", "to_table", "on", "cardinality")


@admin.register(KnowledgeEntry)
class KnowledgeEntryAdmin(KnowledgeAdmin):
    form = EntryForm
    list_display = ("title", "organization", "source", "category", "state", "version", "updated_at")
    search_fields = ("title", "text", "category", "tags")
    content = ("title", "text", "category", "tags")
    words = ()

    def get_list_filter(self, request: HttpRequest) -> Any:
        return (*self.list_filter, "category", TagFilter)


class TagFilter(admin.SimpleListFilter):
    """Entries by one of their tags."""

    title = gettext_lazy("tag")
    parameter_name = "tag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        tags = {str(tag) for entry in model_admin.get_queryset(request) for tag in entry.tags}
        return [(tag, tag) for tag in sorted(tags)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(tags__contains=[self.value()]) if self.value() else queryset


@admin.register(QueryTemplate)
class QueryTemplateAdmin(KnowledgeAdmin):
    form = DefinitionForm
    list_display = ("question", "organization", "source", "language", "state")
    search_fields = ("question",)
    content = ("question", "language")
    words = ()


@admin.register(VerifiedQuery)
class VerifiedQueryAdmin(KnowledgeAdmin):
    form = DefinitionForm
    list_display = ("question", "organization", "source", "language", "state", "version")
    search_fields = ("question", "sql")
    content = ("question", "sql", "language")
    words = ()


@admin.register(Audience)
class AudienceAdmin(KnowledgeAdmin):
    form = DefinitionForm
    list_display = ("table", "organization", "source", "state")
    content = ("table", "id_column", "email_column", "phone_column", "locale_column", "name_column")
    words = ()


class ColumnForm(forms.ModelForm):
    label = TextField(label=gettext_lazy("Label"), help_text="")
    description = TextField(label=gettext_lazy("Description"), help_text="")
    synonyms = SynonymsField(label=gettext_lazy("Synonyms"), help_text="")
    values = SynonymsField(label=gettext_lazy("Values"), help_text="")


class ColumnInline(TabularInline):
    model = ColumnNote
    form = ColumnForm
    extra = 0
    hide_title = True
    can_delete = False
    fields = ("name", "label", "synonyms", "description", "role", "unit", "values")
    readonly_fields = ("name",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Columns come from the source."""
        return False


@admin.register(TableNote)
class TableNoteAdmin(KnowledgeAdmin):
    list_display = ("table", "organization", "source", "time_column", "currency_column", "state", "version")
    search_fields = ("table", "label")
    inlines = (ColumnInline,)
    content = ("table", "primary_key", "time_column", "currency_column")
    readonly_fields = ("table", "status", "version", "changes")
    actions_list = ("bundles",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tables come from the source: introspect it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: the table and its columns are one definition, saved together."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        columns = []
        for formset in formsets:
            formset.save(commit=False)  # tells Django's log what changed
            columns += [one.instance for one in formset.forms]
        save_table(form.instance, columns, user=self._user(request))
        self._press_buttons(request, form.instance)

    @action(description=gettext_lazy("Import and export"), url_path="bundles")
    def bundles(self, request: HttpRequest) -> HttpResponse:
        """A page that reads a bundle, or gives one."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        form = BundleForm(request.POST or None, request.FILES or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            answer = _export(form) if "export" in request.POST else _import(request, form)
            if answer is not None:
                return answer
        context = self.admin_site.each_context(request) | {
            "title": _("Import and export knowledge"),
            "form": form,
            "opts": self.model._meta,
        }
        return render(request, "admin/knowledge/bundles.html", context)


def _export(form: BundleForm) -> HttpResponse:
    source, organization = form.cleaned_data["source"], form.cleaned_data["organization"]
    text = export_bundle(source=source, organization=organization)
    name = f"{source.name}-{organization.slug}.yaml".replace('"', "")
    return HttpResponse(
        text,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _import(request: HttpRequest, form: BundleForm) -> HttpResponse | None:
    """Read the file; None leaves the form with what is wrong. Policies only where it is theirs alone."""
    source, organization = form.cleaned_data["source"], form.cleaned_data["organization"]
    if not form.cleaned_data["file"]:
        form.add_error("file", _("Choose a file."))
        return None
    user: Any = request.user
    theirs = may_change(request, source)
    try:
        done = import_bundle(
            form.cleaned_data["file"], source=source, organization=organization, user=user, policies=theirs
        )
    except BundleError as error:
        form.add_error("file", error.message)
        return None
    if not theirs:
        messages.warning(request, _("The data source is shared: who sees what was left as it was."))
    told = {"changed": done.changed, "unchanged": done.unchanged}
    messages.success(request, _("%(changed)s changed, %(unchanged)s as they were.") % told)
    return redirect("admin:knowledge_tablenote_changelist")


@admin.register(KnowledgeChange)
class KnowledgeChangeAdmin(StaffAdmin):
    read_only = True
    not_private = {"source__owner": None}
    list_display = (
        "created_at",
        "organization",
        "source",
        "kind",
        "name",
        "version",
        "action",
        "user",
        "what",
    )
    list_filter = (("source", OwnSourcesFilter), "kind", "action")
    list_select_related = ("organization", "source", "user")
    search_fields = ("name", "user__email")
    date_hierarchy = "created_at"

    @admin.display(description=gettext_lazy("what changed"))
    def what(self, change: KnowledgeChange) -> SafeString:
        return format_html("{}", ", ".join(change.fields))
