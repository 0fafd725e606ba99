"""What the page posts, checked."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conversations.enums import Thumbs
from conversations.errors import InputInvalid


class TitleForm(forms.Form):
    title = forms.CharField(max_length=200)


class ArchiveForm(forms.Form):
    archived = forms.BooleanField(required=False)


class ChartForm(forms.Form):
    """Whether the kind is one, and fits, is told only to whose answer it is."""

    kind = forms.CharField(max_length=16, required=False)


class ImproveForm(forms.Form):
    source = forms.IntegerField()
    sql = forms.CharField(max_length=20_000, strip=False)


class FeedbackForm(forms.Form):
    """`comment` is None where none was sent: then the one already given stays."""

    thumbs = forms.ChoiceField(choices=Thumbs.choices, required=False)
    rating = forms.IntegerField(min_value=1, max_value=5, required=False)
    comment = forms.CharField(max_length=2000, required=False, empty_value=None)


def posted(form: type[forms.Form], request: HttpRequest) -> dict[str, Any]:
    """The checked fields of a JSON body. Raises InputInvalid with a message for the person."""
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise InputInvalid(_("That request could not be understood.")) from error
    if not isinstance(body, dict):
        raise InputInvalid(_("That request could not be understood."))
    checked = form(body)
    if not checked.is_valid():
        messages = [str(message) for found in checked.errors.values() for message in found]
        raise InputInvalid(" ".join(messages))
    return checked.cleaned_data
