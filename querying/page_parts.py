"""What every page that shows results gives its modules (querying/static/querying/js)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static

from accounts.actor import Actor

# In the order in which they must be loaded; none is before the first chart is wanted.
CHART_BUILDS = ("vendor/vega.min.js", "vendor/vega-lite.min.js", "vendor/vega-embed.min.js")


def base_config(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What the modules need to know; it is in the page for its reader to see, so nothing secret."""
    return {
        "time_zone": actor.time_zone,
        "csrf_token": get_token(request),
        "vendor": [static(path) for path in CHART_BUILDS],
    }
