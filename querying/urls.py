"""The addresses of the pages of queries."""

from django.urls import path

from querying.pages import data, exports, log, uploads

app_name = "queries"
urlpatterns = [
    path("queries/", log.log, name="log"),
    path("queries/<uuid:query_id>/", log.query, name="query"),
    path("queries/<uuid:query_id>/plan/", log.plan, name="plan"),
    path("queries/<uuid:query_id>/export.<slug:extension>", exports.export, name="export"),
    path("data/", data.data, name="data"),
    path("data/<int:pk>/share/", data.share, name="data_share"),
    path("data/<int:pk>/delete/", data.delete, name="data_delete"),
    path("data/uploads/", uploads.send, name="upload_send"),
    path("data/uploads/begin/", uploads.begin, name="upload_begin"),
    path("data/uploads/<uuid:pk>/", uploads.upload, name="upload"),
    path("data/uploads/<uuid:pk>/state/", uploads.state, name="upload_state"),
    path("data/uploads/<uuid:pk>/files/<int:number>/", uploads.piece, name="upload_piece"),
    path("data/uploads/<uuid:pk>/finish/", uploads.finish, name="upload_finish"),
    path("data/uploads/<uuid:pk>/again/", uploads.again, name="upload_again"),
    path("data/uploads/<uuid:pk>/use/", uploads.use, name="upload_use"),
    path("data/uploads/<uuid:pk>/discard/", uploads.discard, name="upload_discard"),
]
