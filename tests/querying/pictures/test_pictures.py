"""Pictures of charts: only of those that we made, on white, in one's language, in a process that ends."""

from __future__ import annotations

import copy
import datetime as dt
import threading
from typing import Any

import pytest

from querying.catalog import ColumnType
from querying.charts import chart_for
from querying.pictures import PictureFailed, draw_picture
from querying.pictures.process import DrawingProcess, NotDrawn
from querying.pictures.specs import SpecRefused, check_spec
from querying.results import ResultColumn, ResultSet

MONTHS = ResultSet(
    (ResultColumn("month", ColumnType.DATE, "Mois"), ResultColumn("n", ColumnType.INTEGER, "Élèves")),
    tuple((dt.date(2025, month, 1), month * 1234) for month in range(1, 13)),
)


def spec() -> dict[str, Any]:
    made = chart_for(MONTHS, title="Élèves par mois à Besançon", language="fr")
    assert made is not None
    return made


def test_a_picture_speaks_the_persons_language_on_white() -> None:
    picture = draw_picture(spec(), "svg", language="fr").decode()
    assert "Élèves par mois à Besançon" in picture
    assert "août 2025" in picture
    assert "10\u202f000" in picture
    assert 'fill="white"' in picture
    assert "Aug 2025" in draw_picture(spec(), "svg", language="en").decode()


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["data"], {"url": "file:///etc/passwd"}),
        (["data"], {"values": [], "name": "x"}),
        (["data"], {"values": [{"x": {"url": "x"}}]}),
        (["data", "values"], [{"x": 1}] * 5_001),
        (["mark"], {"type": "image", "url": "file:///etc/passwd"}),
        (["mark"], {"type": "bar", "href": "javascript:x"}),
        (["mark", "type"], "image"),
        (["encoding", "url"], {"value": "file:///etc/passwd"}),
        (["encoding", "x", "axis"], {"labelExpr": "datum.value"}),
        (["encoding", "x", "scale"], {"range": {"signal": "x"}}),
        (["title"], {"text": {"signal": "x"}}),
        (["transform"], [{"lookup": "x", "from": {"data": {"url": "file:///etc/passwd"}}}]),
        (["layer"], []),
        (["datasets"], {}),
        (["config"], {}),
        (["usermeta"], {}),
        (["$schema"], "https://example.com/schema.json"),
    ],
)
def test_what_we_did_not_make_is_not_drawn(place: list[str], value: Any) -> None:
    check_spec(spec())
    other = inner = copy.deepcopy(spec())
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    with pytest.raises(SpecRefused):
        check_spec(other)
    with pytest.raises(PictureFailed):
        draw_picture(other, "png", language="en")


def test_a_process_that_hangs_is_ended_and_the_next_picture_gets_a_new_one() -> None:
    drawing = DrawingProcess()
    request = {"spec": spec() | {"width": 100}, "kind": "svg", "numbers": None, "times": None}
    assert drawing.draw(request).startswith(b"<svg")
    first = drawing._process
    with pytest.raises(NotDrawn):
        drawing.draw({"spec": "none", "kind": "svg", "numbers": None, "times": None})
    assert drawing._process is first or drawing._process is None
    with pytest.raises(NotDrawn):
        drawing.draw(request, seconds=0.0)
    assert first is not None
    assert first.poll() is not None
    assert drawing.draw(request).startswith(b"<svg")
    drawing.close()


def test_several_at_once_wait_for_each_other() -> None:
    drawing, drawn = DrawingProcess(), []
    request = {"spec": spec() | {"width": 100}, "kind": "svg", "numbers": None, "times": None}
    threads = [threading.Thread(target=lambda: drawn.append(drawing.draw(request))) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drawing.close()
    assert (len(drawn), len(set(drawn))) == (4, 1)
