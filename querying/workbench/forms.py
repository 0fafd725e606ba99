"""What the workbench posts, checked: as JSON by its modules, as a form without them."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from querying.workbench.errors import WorkbenchError


class RunForm(forms.Form):
    """The guard says how long SQL may be; this only bounds the work before it."""

    source = forms.IntegerField()
    sql = forms.CharField(max_length=100_000, strip=False)
    run = forms.UUIDField(required=False)
    again = forms.BooleanField(required=False)  # not from what is kept
    really = forms.BooleanField(required=False)  # a plan with real times


class StopForm(forms.Form):
    run = forms.UUIDField()


class FormatForm(forms.Form):
    sql = forms.CharField(max_length=100_000, strip=False)


class SaveForm(forms.Form):
    source = forms.IntegerField()
    name = forms.CharField(max_length=200)
    description = forms.CharField(max_length=500, required=False)
    sql = forms.CharField(max_length=100_000, strip=False)
    is_shared = forms.BooleanField(required=False)


class FavouriteForm(forms.Form):
    is_favourite = forms.BooleanField(required=False)


def posted(form: type[forms.Form], request: HttpRequest, *, partial: bool = False) -> dict[str, Any]:
    """The checked fields of a JSON body; `partial`: those alone that it has. Raises WorkbenchError."""
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise WorkbenchError(_("That request could not be understood.")) from error
    if not isinstance(body, dict):
        raise WorkbenchError(_("That request could not be understood."))
    checked = form(body)
    if partial:
        for name in set(checked.fields) - set(body):
            del checked.fields[name]
    if not checked.is_valid():
        messages = [str(message) for found in checked.errors.values() for message in found]
        raise WorkbenchError(" ".join(messages))
    return checked.cleaned_data
