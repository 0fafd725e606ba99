"""The admin by what staff come to do, not by which package a model lives in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: tuple[tuple[Promise, dict[str, str]], ...] = (
    (
        _("Knowledge"),
        {
            "knowledge.BusinessMetric": "monitoring",
            "knowledge.DimensionDefinition": "category",
            "knowledge.SegmentDefinition": "filter_alt",
            "knowledge.EventDefinition": "bolt",
            "knowledge.FunnelDefinition": "filter_list",
            "knowledge.KnowledgeEntry": "article",
            "knowledge.QueryTemplate": "quick_reference_all",
            "knowledge.TableNote": "table",
            "knowledge.JoinDefinition": "link",
            "knowledge.Audience": "groups",
            "knowledge.KnowledgeChange": "history",
        },
    ),
    (
        _("Quality"),
        {
            "knowledge.EvaluationRun": "speed",
            "knowledge.VerifiedQuery": "verified",
            "conversations.Feedback": "thumbs_up_down",
            "conversations.UnansweredQuestion": "contact_support",
        },
    ),
    (
        _("Data"),
        {
            "querying.DataSource": "database",
            "querying.TablePolicy": "policy",
            "querying.AnalyticsQuery": "receipt_long",
            "querying.SavedQuery": "bookmark",
        },
    ),
    (
        _("Conversations"),
        {
            "conversations.Conversation": "forum",
            "conversations.Message": "chat",
            "conversations.Suggestion": "lightbulb",
        },
    ),
    (
        _("Segments and campaigns"),
        {
            "campaigns.Segment": "group_work",
            "campaigns.Campaign": "campaign",
            "campaigns.Delivery": "outgoing_mail",
            "campaigns.Suppression": "unsubscribe",
        },
    ),
    (
        _("Models"),
        {
            "providers.Provider": "smart_toy",
            "providers.DailyTokenUsage": "bar_chart",
            "providers.ModelRequest": "swap_horiz",
        },
    ),
    (
        _("People"),
        {
            "accounts.Organization": "apartment",
            "accounts.User": "person",
            "accounts.ApiKey": "key",
            "accounts.AuditEntry": "policy_alert",
        },
    ),
)
OPERATIONS = _("Operations")
"""What no group names: the tables of the packages we build on."""


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The navigation on the left: groups of what this person may see."""
    return [
        {
            "title": title,
            "collapsible": title == OPERATIONS,
            "items": [
                {"title": model["name"], "icon": icon, "link": model["admin_url"]} for model, icon in models
            ],
        }
        for title, models in _groups(request)
    ]


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The first page's context, its lists grouped as the navigation is."""
    lists = [
        {
            "name": title,
            "app_label": "group",
            "app_url": reverse("admin:index"),
            "models": [model for model, _icon in models],
        }
        for title, models in _groups(request)
    ]
    return context | {"app_list": lists}


def _groups(request: HttpRequest) -> Iterator[tuple[Promise, list[tuple[dict[str, Any], str]]]]:
    """Each group's title, and its models as Django's admin describes them, with an icon."""
    seen = {
        model["model"]._meta.label: model
        for app in admin.site.get_app_list(request)
        for model in app["models"]
        if model["admin_url"]
    }
    for title, icons in GROUPS:
        if models := [(seen.pop(label), icon) for label, icon in icons.items() if label in seen]:
            yield title, models
    if seen:
        yield OPERATIONS, [(model, "settings") for model in seen.values()]
