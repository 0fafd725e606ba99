"""Everyday words over names that a stranger wrote: abbreviations, roles, deeds, what is still open."""

from __future__ import annotations

import pytest

from knowledge.planner.abbreviations import senses, shortens
from knowledge.planner.plan import Clarify, Declined, Planned
from tests.knowledge.planner.brief import brief
from tests.knowledge.planner.models import PlainValues, ask, make_model

FREIGHT = make_model(
    """
tbl_cust: cust_id:int* cust_nm ctry_cd crt_dt:date is_actv:bool
tbl_whs: whs_id:int* whs_nm city
tbl_emp: emp_id:int* f_nm l_nm term_dt:date mgr_emp_id:int>tbl_emp
tbl_trk: trk_id:int* plate_no
tbl_shp: shp_id:int* fk_cust:int>tbl_cust fk_trk:int>tbl_trk orig_whs_id:int>tbl_whs/origin
    dest_whs_id:int>tbl_whs/destination handled_by:int>tbl_emp shp_dt:date dlv_dt:date status
""",
    times={"tbl_shp": "shp_dt"},
)
VALUES = PlainValues(
    {"tbl_whs.city": ["Antwerp", "Cologne"], "tbl_emp.l_nm": ["Maes"], "tbl_shp.status": ["new", "shipped"]}
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how many customers do we have?", "count(tbl_cust)"),
        ("how many active customers are there?", "count(tbl_cust) | where tbl_cust.is_actv = True"),
        ("how many trucks are there?", "count(tbl_trk)"),
        ("how many shipments are not yet delivered?", "count(tbl_shp) | where tbl_shp.dlv_dt is null"),
        ("how many undelivered shipments?", "count(tbl_shp) | where tbl_shp.dlv_dt is null"),
        (
            "how many shipments went to Cologne?",
            "count(tbl_shp) | where destination>tbl_whs.city = Cologne",
        ),
        ("how many shipments left from Antwerp?", "count(tbl_shp) | where origin>tbl_whs.city = Antwerp"),
    ],
)
def test_names_are_known_by_what_they_shorten(question: str, expected: str) -> None:
    plan = ask(question, FREIGHT, VALUES)
    assert isinstance(plan, Planned), plan
    assert brief(plan.query) == expected


@pytest.mark.parametrize(
    "question",
    [
        "shipments per warehouse",  # where they start, or where they end?
        "how many shipments of the city of Antwerp?",
        "shipments approved by Maes",  # who handled it did not approve it
        "how many pianos were delivered?",
        "how many shipments were insured?",
        "average delivery fee",
    ],
)
def test_near_misses_are_not_answered(question: str) -> None:
    assert isinstance(ask(question, FREIGHT, VALUES), Clarify | Declined)


def test_what_has_a_later_status_is_not_taken_for_not_yet_shipped() -> None:
    plan = ask("shipments not yet delivered", FREIGHT, PlainValues({"tbl_shp.status": ["delivered", "lost"]}))
    assert isinstance(plan, Planned)
    assert brief(plan.query).endswith("where tbl_shp.dlv_dt is null")


def test_senses_of_a_short_name() -> None:
    assert senses("dep") == (("departure",), ("department",))
    assert senses("orderdate") == (("order", "date"),)
    assert senses("warehouse") == ()
    assert shortens("whs", "warehouse")
    assert not shortens("whs", "shop")
