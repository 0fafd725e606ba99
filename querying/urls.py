"""The addresses of the pages of queries."""

from django.urls import path

from querying.pages import exports, log

app_name = "queries"
urlpatterns = [
    path("queries/", log.log, name="log"),
    path("queries/<uuid:query_id>/", log.query, name="query"),
    path("queries/<uuid:query_id>/plan/", log.plan, name="plan"),
    path("queries/<uuid:query_id>/export.<slug:extension>", exports.export, name="export"),
]
