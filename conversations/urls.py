"""The chat's addresses."""

from django.urls import path, re_path

from conversations import views

app_name = "conversations"
urlpatterns = [
    path("", views.home, name="home"),
    path("chat/", views.new, name="new"),
    path("chat/create/", views.create, name="create"),
    path("chat/improve/", views.improve, name="improve"),
    path("chat/history/", views.history, name="history"),
    path("chat/starters/", views.starters, name="starters"),
    path("chat/<uuid:conversation_id>/", views.chat, name="chat"),
    path("chat/<uuid:conversation_id>/rename/", views.rename, name="rename"),
    path("chat/<uuid:conversation_id>/archive/", views.archive, name="archive"),
    path("chat/<uuid:conversation_id>/delete/", views.delete, name="delete"),
    path("chat/answers/<uuid:message_id>/feedback/", views.feedback, name="feedback"),
    path("chat/answers/<uuid:message_id>/chart/", views.chart, name="chart-kind"),
    path("chat/answers/<uuid:message_id>/rows.<slug:extension>", views.rows, name="rows"),
    path("chat/answers/<uuid:message_id>/chart.<slug:extension>", views.picture, name="picture"),
    path("chat/answers/<uuid:message_id>/segment/", views.segment, name="segment"),
    re_path(
        r"^chat/suggestions/(?P<suggestion_id>[0-9a-f-]{36})/(?P<decision>accept|reject|apply)/$",
        views.decide,
        name="decide",
    ),
]
