"""Addresses of the campaigns' pages."""

from django.urls import include, path, re_path

from campaigns import views
from campaigns.pages import acts, campaigns, drafts, outbox, previews, segments

pages = [
    path("segments/", segments.segments, name="segments"),
    path("segments/<int:pk>/", segments.segment, name="segment"),
    path("segments/<int:pk>/facts/", segments.segment_facts, name="segment_facts"),
    path("segments/<int:pk>/people/", segments.segment_people, name="segment_people"),
    path("segments/<int:pk>/export/", segments.export_segment, name="segment_export"),
    path("segments/<int:pk>/refresh/", segments.refresh_segment, name="segment_refresh"),
    path("segments/<int:pk>/edit/", segments.edit_segment, name="segment_edit"),
    path("segments/<int:pk>/delete/", segments.delete_segment, name="segment_delete"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", drafts.campaign_new, name="campaign_new"),
    path("campaigns/preview/", previews.draft_preview, name="draft_preview"),
    path("campaigns/preview/<uuid:key>/", previews.preview_frame, name="preview_frame"),
    path("campaigns/outbox/", outbox.outbox, name="outbox"),
    path("campaigns/outbox/<int:pk>/<str:name>/", outbox.outbox_message, name="outbox_message"),
    path("campaigns/outbox/<int:pk>/<str:name>/html/", outbox.outbox_frame, name="outbox_frame"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/state/", campaigns.campaign_state, name="campaign_state"),
    path("campaigns/<int:pk>/deliveries/", campaigns.campaign_deliveries, name="campaign_deliveries"),
    path("campaigns/<int:pk>/preview/", previews.campaign_preview, name="campaign_preview"),
    path("campaigns/<int:pk>/edit/", drafts.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/schedule/", acts.schedule, name="campaign_schedule"),
    path("campaigns/<int:pk>/duplicate/", acts.duplicate, name="campaign_duplicate"),
    path("campaigns/<int:pk>/delete/", acts.delete, name="campaign_delete"),
    re_path(
        rf"^campaigns/(?P<pk>\d{{1,18}})/(?P<name>{'|'.join(acts.ACTS)})/$", acts.act, name="campaign_act"
    ),
]
urlpatterns = [
    path("unsubscribe/<str:token>/", views.unsubscribe_page, name="unsubscribe"),
    path("", include((pages, "campaigns"))),
]
