"""The addresses of the pages of queries."""

from django.urls import path

from querying.pages import exports

app_name = "queries"
urlpatterns = [
    path("queries/<uuid:query_id>/export.<slug:extension>", exports.export, name="export"),
]
