"""The page behind the unsubscribe link: for anybody who has the link, signed in or not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaigns.unsubscribing import read_token, unsubscribe


@csrf_exempt  # mail programs post by themselves (RFC 8058); the signed link is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does: programs that follow every link unsubscribe nobody."""
    found = read_token(token)
    if found is None:
        return render(request, "campaigns/unsubscribe.html", {"state": "unknown"}, status=404)
    if request.method == "POST":
        unsubscribe(found.delivery_id)
    state = "done" if request.method == "POST" else "ask"
    return render(request, "campaigns/unsubscribe.html", {"state": state, "organization": found.organization})
