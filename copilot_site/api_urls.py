"""The addresses of the REST API (contracts.md section 5)."""

from __future__ import annotations

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.api.keys import ApiKeysView, ApiKeyView
from accounts.api.tokens import RefreshView as RefreshTokenView
from accounts.api.tokens import SignInView
from accounts.api.views import NothingHere
from campaigns.api.campaigns import STEPS, AnalyticsView, CampaignsView, CampaignView, ScheduleView, step_view
from campaigns.api.segments import MembersView, RefreshView, SegmentsView, SegmentView
from conversations.api import FeedbackView, HistoryView, QueryView, TicketsView
from conversations.suggestions_api import DECISIONS, decision_view
from knowledge.api import KINDS, ApproveView, DefinitionsView, DefinitionView, KnowledgeQueryView, view_of
from providers.api import ProvidersView, ProviderView
from providers.usage_api import OrganizationUsageView, UsageView
from querying.api import QueriesView, QueryExportView, QueryRowsView
from querying.api import QueryView as LoggedQueryView
from querying.workbench.api import SavedQueriesView, SavedQueryView

knowledge = [
    pattern
    for name in KINDS
    for pattern in (
        path(f"v1/knowledge/{name}", view_of(DefinitionsView, name), name=name),
        path(f"v1/knowledge/{name}/<int:pk>", view_of(DefinitionView, name), name=f"{name}-one"),
        path(f"v1/knowledge/{name}/<int:pk>/approve", view_of(ApproveView, name), name=f"{name}-approve"),
    )
]
suggestions = [
    path(f"v1/suggestions/<uuid:pk>/{name}", decision_view(name), name=f"suggestion-{name}")
    for name in DECISIONS
]
steps = [path(f"v1/campaigns/<int:pk>/{name}", step_view(name), name=f"campaign-{name}") for name in STEPS]
app_name = "api"
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("v1/auth/token/", SignInView.as_view(), name="token"),
    path("v1/auth/token/refresh/", RefreshTokenView.as_view(), name="token-refresh"),
    path("v1/auth/keys/", ApiKeysView.as_view(), name="keys"),
    path("v1/auth/keys/<int:pk>/", ApiKeyView.as_view(), name="key"),
    path("v1/chatbot/query", QueryView.as_view(), name="chatbot-query"),
    path("v1/chatbot/feedback", FeedbackView.as_view(), name="chatbot-feedback"),
    path("v1/chatbot/history", HistoryView.as_view(), name="chatbot-history"),
    path("v1/chatbot/tickets", TicketsView.as_view(), name="chatbot-tickets"),
    path("v1/chatbot/config", ProvidersView.as_view(), name="chatbot-config"),
    path("v1/chatbot/config/<int:pk>", ProviderView.as_view(), name="chatbot-config-one"),
    *knowledge,
    path("v1/knowledge/query", KnowledgeQueryView.as_view(), name="knowledge-query"),
    path("v1/queries", QueriesView.as_view(), name="queries"),
    path("v1/queries/<uuid:pk>", LoggedQueryView.as_view(), name="query"),
    path("v1/queries/<uuid:pk>/rows", QueryRowsView.as_view(), name="query-rows"),
    path("v1/queries/<uuid:pk>/export", QueryExportView.as_view(), name="query-export"),
    path("v1/saved-queries", SavedQueriesView.as_view(), name="saved-queries"),
    path("v1/saved-queries/<uuid:pk>", SavedQueryView.as_view(), name="saved-query"),
    *suggestions,
    path("v1/segments", SegmentsView.as_view(), name="segments"),
    path("v1/segments/<int:pk>", SegmentView.as_view(), name="segment"),
    path("v1/segments/<int:pk>/refresh", RefreshView.as_view(), name="segment-refresh"),
    path("v1/segments/<int:pk>/members", MembersView.as_view(), name="segment-members"),
    path("v1/campaigns", CampaignsView.as_view(), name="campaigns"),
    path("v1/campaigns/<int:pk>", CampaignView.as_view(), name="campaign"),
    path("v1/campaigns/<int:pk>/schedule", ScheduleView.as_view(), name="campaign-schedule"),
    *steps,
    path("v1/campaigns/<int:pk>/analytics", AnalyticsView.as_view(), name="campaign-analytics"),
    path("v1/usage", UsageView.as_view(), name="usage"),
    path("v1/usage/organization", OrganizationUsageView.as_view(), name="usage-organization"),
    re_path("", NothingHere.as_view()),
]
