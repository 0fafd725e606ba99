"""The forms of the administration pages: choices come from what the source is made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.models import Organization
from querying.catalog import ForeignKey
from querying.enums import Scope
from querying.errors import PolicyError
from querying.introspection import SourceTable
from querying.models import DataSource, TablePolicy
from querying.services.policies import check_table_policy, foreign_key_as_json


class ConnectForm(forms.Form):
    """What `services.connect` wants to know. The URL goes in and never comes out."""

    name = forms.CharField(label=_("Name"), max_length=100, widget=UnfoldAdminTextInputWidget)
    url = forms.CharField(
        label=_("URL"),
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "postgresql://user:password@host:port/database. Stored encrypted, never shown again. "
            "A role that could write is replaced by a reader made with it."
        ),
    )
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none(), widget=UnfoldAdminSelectWidget
    )
    scope_column = forms.CharField(
        label=_("Scope column"),
        required=False,
        max_length=63,
        widget=UnfoldAdminTextInputWidget,
        help_text=_(
            "The column that tells whose a row is. Without one, all tables are shared "
            "with the organizations of this data source."
        ),
    )
    accept_privileged_role = forms.BooleanField(
        label=_("Use a role that could write"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("Only if no reader can be made; the guard alone then keeps queries from writing."),
    )

    def __init__(
        self, *args: Any, organizations: Any, source: DataSource | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
        self.source = source
        if source is not None:
            self.fields["name"].disabled = True
            self.fields["name"].initial = source.name
            self.fields["scope_column"].initial = source.scope_column

    def clean_name(self) -> str:
        """A new source must not take over one of the same name, which may be another organization's."""
        name = str(self.cleaned_data["name"]).strip()
        if self.source is None and DataSource.objects.public().filter(name=name).exists():
            raise forms.ValidationError(_("There is a data source of this name already."))
        return name


class DataSourceForm(forms.ModelForm):
    """What of a source may be changed after it was connected."""

    class Meta:
        model = DataSource
        fields = ("is_active", "cache_seconds", "keeps_ready", "extension_types")

    def clean_extension_types(self) -> list[list[str]]:
        """Pairs of schema and type."""
        pairs = self.cleaned_data["extension_types"] or []
        if isinstance(pairs, list) and all(_is_pair(pair) for pair in pairs):
            return pairs
        raise forms.ValidationError(_('Write pairs of schema and type: [["public", "citext"]].'))


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(name, str) for name in value)


class TablePolicyForm(forms.ModelForm):
    """A table's policy, checked against the table's structure."""

    through_keys = forms.MultipleChoiceField(
        label=_("Through"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("For scope “through”: a row is seen if each of these points to a row that may be seen."),
    )

    class Meta:
        model = TablePolicy
        fields = ("listed", "scope", "scope_column", "owner_column")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys: dict[str, ForeignKey] = {}
        table = self.instance.source.structure.table(self.instance.key) if self.instance.pk else None
        if table is not None:
            self._offer(table)

    def _offer(self, table: SourceTable) -> None:
        columns = [("", "–"), *((column.name, column.name) for column in table.columns)]
        for name in ("scope_column", "owner_column"):
            if name in self.fields:
                self.fields[name].widget = UnfoldAdminSelectWidget(choices=columns)
        self._keys = {foreign_key_words(key): key for key in table.foreign_keys}
        field = self.fields.get("through_keys")
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(words, words) for words in self._keys]
            chosen = self.instance.through
            field.initial = [words for words, key in self._keys.items() if foreign_key_as_json(key) in chosen]

    @property
    def through(self) -> list[ForeignKey]:
        """The foreign keys that were chosen."""
        return [self._keys[words] for words in self.cleaned_data.get("through_keys", ())]

    def clean(self) -> dict[str, Any]:
        """Check the whole policy as it would be."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        scope = cleaned.get("scope", Scope.HIDDEN)
        candidate = TablePolicy(
            source=self.instance.source,
            schema=self.instance.schema,
            table=self.instance.table,
            scope=scope,
            scope_column=cleaned.get("scope_column", "") if scope == Scope.COLUMN else "",
            through=[foreign_key_as_json(key) for key in self.through] if scope == Scope.THROUGH else [],
            owner_column=cleaned.get("owner_column", ""),
        )
        try:
            check_table_policy(candidate)
        except PolicyError as error:
            raise forms.ValidationError(error.message) from error
        return cleaned


def foreign_key_words(key: ForeignKey) -> str:
    """A foreign key as people read it: order_id → public.orders."""
    return f"{', '.join(key.columns)} → {'.'.join(key.to_table)}"
