"""A person's API keys: made (and shown once), listed, revoked. In the top layer, for its frame's template
names the pages of all others.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actor import Actor
from accounts.api_keys import make_key, revoke_key
from accounts.enums import ApiScope
from accounts.models import ApiKey
from accounts.pages import room, with_actor

DAYS = (("30", gettext_lazy("30 days")), ("365", gettext_lazy("One year")), ("", gettext_lazy("Never")))


class KeyForm(forms.Form):
    name = forms.CharField(max_length=100)
    scopes = forms.MultipleChoiceField(
        choices=ApiScope.choices,
        initial=[ApiScope.ASK, ApiScope.READ],
        error_messages={"required": gettext_lazy("Choose what the key may do.")},
    )
    days = forms.ChoiceField(choices=DAYS, initial="365", required=False)

    def wanted(self) -> dict[str, Any]:
        """What `make_key` takes."""
        given = self.cleaned_data
        ends = timezone.now() + dt.timedelta(days=int(given["days"])) if given["days"] else None
        return {"name": given["name"], "scopes": given["scopes"], "expires_at": ends}


@never_cache  # the answer to a post holds the key
@require_http_methods(["GET", "HEAD", "POST"])
@with_actor
def keys_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, and a form to make one; a new key is in the answer to the post and nowhere else."""
    form, made = KeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _key, made = make_key(actor, **form.wanted())
            form = KeyForm()
        except ValidationError as error:
            form.add_error(None, error)
    context = room(actor, "keys") | {
        "form": form,
        "made": made,
        "now": timezone.now(),
        "keys": ApiKey.objects.visible_to(actor),
        "scopes": dict(ApiScope.choices),
        "role": actor.role.label,
    }
    with timezone.override(zoneinfo.ZoneInfo(actor.time_zone)):
        return render(request, "accounts/keys.html", context, status=400 if form.errors else 200)


@require_POST
@with_actor
def revoke(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    revoke_key(actor, key=get_object_or_404(ApiKey.objects.visible_to(actor), pk=pk))
    return redirect("keys")
