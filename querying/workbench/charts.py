"""The chart of a run, of another kind or as a picture: made of the rows, which the server gets again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.actor import Actor
from accounts.services import record
from querying.charts import Spec
from querying.errors import SourceNotFound
from querying.guard import GuardRefusal
from querying.limits import Purpose
from querying.models import AnalyticsQuery
from querying.pages.exports import no_file
from querying.pictures import PICTURES, PictureFailed, draw_picture
from querying.results import QueryFailed
from querying.services import execute, file_name
from querying.workbench.charting import drawn_as
from querying.workbench.errors import NotThere, WorkbenchError
from querying.workbench.frames import clock_of, looked_up


@looked_up
def chart(request: HttpRequest, actor: Actor, query_id: UUID, kind: str) -> HttpResponse:
    """The chart of one of the actor's own runs."""
    return JsonResponse({"spec": _drawn_again(actor, _own(actor, query_id), kind)})


@looked_up
def picture(request: HttpRequest, actor: Actor, query_id: UUID, kind: str, extension: str) -> HttpResponse:
    """The same as a file; without one, a page that says why."""
    ran = _own(actor, query_id)
    if extension not in PICTURES:
        raise NotThere
    try:
        content = draw_picture(_drawn_again(actor, ran, kind), extension, language=actor.language)
    except (GuardRefusal, QueryFailed, SourceNotFound, WorkbenchError, PictureFailed) as failure:
        return no_file(request, failure.message)
    record(actor, "chart.exported", query=str(ran.pk), format=extension)
    name = file_name(ran.question or _("chart"), extension)
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=PICTURES[extension].content_type, headers=headers)


def _own(actor: Actor, query_id: UUID) -> AnalyticsQuery:
    own = AnalyticsQuery.objects.visible_to(actor).filter(user=actor.user_id)
    ran = own.filter(pk=query_id).select_related("source").first()
    if ran is None or ran.source is None:
        raise NotThere
    return ran


def _drawn_again(actor: Actor, ran: AnalyticsQuery, kind: str) -> Spec:
    """The rows as of when they were first asked for, with what the actor may see today."""
    assert ran.source is not None  # _own gives no other
    result = execute(
        actor=actor,
        source=ran.source,
        sql=ran.sql,
        purpose=Purpose.WORKBENCH,
        clock=clock_of(actor, ran.created_at),
        question=ran.question,
    ).result
    spec = drawn_as(result, kind, actor.language)
    if spec is None:
        raise WorkbenchError(_("These rows can't be drawn like that."))
    return spec
