"""The forms of the administration pages: words, lists and formulas as people type them."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import Organization
from knowledge.bundle_format import LARGEST
from knowledge.checks import try_definition
from knowledge.models import Knowledge
from knowledge.words import BadWords, check_synonyms, check_text
from querying.models import DataSource

ONE_TEXT = _('One text, or {"en": "...", "fr": "..."}.')
WITH_COMMAS = _('With commas between, or {"en": ["..."], "fr": ["..."]}.')
ONE_A_LINE = _("One a line.")


class TextField(forms.CharField):
    """One text for every language, or {"en": ..., "fr": ...}."""

    widget = UnfoldAdminTextInputWidget

    def __init__(self, *, help_text: Any = ONE_TEXT, **more: Any) -> None:
        super().__init__(required=False, help_text=help_text, **more)

    def prepare_value(self, value: Any) -> Any:
        return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        return _checked(_parsed(super().to_python(value) or ""), check_text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(initial != self.to_python(data))


class SynonymsField(TextField):
    """Texts with commas between, for every language, or {"en": [...], "fr": [...]}."""

    def __init__(self, *, help_text: Any = WITH_COMMAS, **more: Any) -> None:
        super().__init__(help_text=help_text, **more)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else super().prepare_value(value)

    def to_python(self, value: Any) -> Any:
        parsed = _parsed(forms.CharField.to_python(self, value) or "")
        if isinstance(parsed, str):
            parsed = [text.strip() for text in parsed.split(",") if text.strip()]
        return _checked(parsed, check_synonyms)


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = UnfoldAdminTextareaWidget

    def __init__(self, *, help_text: Any = ONE_A_LINE, **more: Any) -> None:
        super().__init__(required=False, help_text=help_text, **more)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))


def _parsed(text: str) -> Any:
    """A mapping where the text is one in JSON, else the text."""
    if not text.lstrip().startswith("{"):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValidationError(_("This is neither a text nor JSON.")) from error


def _checked(value: Any, check: Any) -> Any:
    try:
        check(value)
    except BadWords as error:
        raise ValidationError(str(error)) from error
    return value


class DefinitionForm(forms.ModelForm):
    """A definition that is saved only if it runs; `preview` is what it gave, once it was tried."""

    preview: Any = None

    def _post_clean(self) -> None:
        """Django's last step: the instance has the form's values, so it can be tried."""
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        if self.errors or not self.has_changed():
            return
        definition = self.instance
        assert isinstance(definition, Knowledge)
        try:
            definition.validate_constraints()  # Django skips those with fields that are not on the page
            self.preview = try_definition(definition)
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                for message in messages:
                    self.add_error(field if field in self.fields else None, message)


class BundleForm(forms.Form):
    """Which source's knowledge, whose, and the file to read."""

    source = forms.ModelChoiceField(
        label=_("Data source"), queryset=DataSource.objects.none(), widget=UnfoldAdminSelectWidget
    )
    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none(), widget=UnfoldAdminSelectWidget
    )
    file = forms.FileField(label=_("Bundle (YAML)"), required=False, widget=UnfoldAdminFileFieldWidget)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = DataSource.objects.of_staff(user)  # type: ignore[attr-defined]
        self.fields["organization"].queryset = (  # type: ignore[attr-defined]
            Organization.objects.of_staff(user).distinct()
        )

    def clean_file(self) -> str:
        """The file's text; empty where none was sent."""
        sent = self.cleaned_data.get("file")
        if sent is None:
            return ""
        if sent.size > LARGEST:
            raise ValidationError(_("The file is too large."))
        try:
            return str(sent.read().decode("utf-8"))
        except UnicodeDecodeError as error:
            raise ValidationError(_("The file is not text in UTF-8.")) from error

    def clean(self) -> dict[str, Any]:
        """Knowledge is of organizations that the source is connected to."""
        data: dict[str, Any] = super().clean() or {}
        source, organization = data.get("source"), data.get("organization")
        if source and organization and not source.organizations.filter(pk=organization.pk).exists():
            raise ValidationError(_("The data source is not connected to this organization."))
        return data
