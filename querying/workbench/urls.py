"""The workbench's addresses."""

from django.urls import path

from querying.workbench import acts, charts, pages

app_name = "workbench"
urlpatterns = [
    path("", pages.workbench, name="page"),
    path("run/", acts.run, name="run"),
    path("stop/", acts.stop, name="stop"),
    path("explain/", acts.explain_sql, name="explain"),
    path("format/", acts.format_sql, name="format"),
    path("charts/<uuid:query_id>/<slug:kind>/", charts.chart, name="chart"),
    path("charts/<uuid:query_id>/<slug:kind>.<slug:extension>", charts.picture, name="picture"),
    path("words/<int:source_id>/", acts.words, name="words"),
    path("history/", acts.own_history, name="history"),
    path("saved/", acts.saved_list, name="saved"),
    path("saved/new/", acts.save, name="save"),
    path("saved/<uuid:pk>/", acts.change, name="change"),
    path("saved/<uuid:pk>/delete/", acts.delete, name="delete"),
    path("saved/<uuid:pk>/favourite/", acts.favourite, name="favourite"),
]
