"""Explain a query for an actor: guarded like any other, read by the engine, told in the person's language."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
from collections.abc import Sequence
from contextlib import nullcontext

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actor import Actor
from querying.catalog import CatalogView
from querying.engines import ENGINES
from querying.engines.base import CanExplain, Stopped
from querying.engines.plans import Plan, PlanNode, Step
from querying.enums import ExecutionStatus, GeneratedBy
from querying.guard import GuardedQuery, GuardRefusal, guard
from querying.limits import LIMITS, Purpose
from querying.models import DataSource
from querying.plans.hints import hints_for
from querying.plans.places import Written
from querying.plans.shares import coarse, largest_reading, shares
from querying.plans.sight import Sight
from querying.plans.telling import side_name, tell_step
from querying.plans.told import CostlyPart, Place, PlanExplained, StepTold
from querying.queues import Queue, turn
from querying.results import QueryFailed
from querying.services import catalog_view, release_connection
from querying.services.executing import log_execution, new_entry

PLANNING_SECONDS = 10.0


class CannotExplain(Exception):
    """This kind of database tells no plans; `message` is fit for the person."""

    code = "plan.unknown"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def explain(
    actor: Actor,
    source: DataSource,
    sql: str,
    clock: dt.datetime,
    *,
    really: bool = False,
    purpose: Purpose = Purpose.WORKBENCH,
    stopped: Stopped | None = None,
) -> PlanExplained:
    """What the database would do for the SQL, with what of it costs most and what would help.

    `really` runs it, within the limits of `purpose` and logged like any execution, and tells real times;
    otherwise nothing runs, and only refusals are logged. Raises SourceNotFound, CannotExplain, GuardRefusal,
    QueryFailed, QueryStopped.
    """
    entry = new_entry(actor, source, sql, purpose, GeneratedBy.PERSON)
    view = catalog_view(actor, source)
    engine = ENGINES[source.engine]
    if not isinstance(engine, CanExplain):
        raise CannotExplain(_("This kind of data source does not tell how it would run a query."))
    limits, started = LIMITS[purpose], time.perf_counter()
    if not really:
        limits = dataclasses.replace(limits, seconds=min(limits.seconds, PLANNING_SECONDS))
    try:
        guarded = guard(sql, view, purpose=purpose, clock=clock)
        entry.sql_run = guarded.sql
        url = source.reader_url
        release_connection()
        # A plan costs the database little, but running it is a run like any other: it waits for its turn.
        queue = Queue(source.pk, actor.organization_id, purpose)
        waits = turn(queue, seconds=limits.seconds, stopped=stopped) if really else nullcontext(stopped)
        with waits as watched:
            plan = engine.explain(url, guarded, limits, really=really, stopped=watched)
    except GuardRefusal as refusal:
        log_execution(entry, ExecutionStatus.BLOCKED, started, code=refusal.code)
        raise
    except QueryFailed as failure:
        failure.sql = entry.sql_run
        log_execution(entry, ExecutionStatus.ERROR, started, code=failure.code, sqlstate=failure.sqlstate)
        raise
    if really:
        log_execution(entry, ExecutionStatus.SUCCESS, started)
    with override(actor.language):
        return tell_plan(plan, view, guarded, own_only=not actor.sees_every_owner)


def tell_plan(plan: Plan, view: CatalogView, guarded: GuardedQuery, *, own_only: bool) -> PlanExplained:
    """The plan in the active language, as far as it is for the asker of `view`."""
    sight, written = Sight(view, guarded.tables, plan, len(guarded.outputs)), Written(guarded.original)
    owned = shares(plan.root)
    if plan.root.step is Step.LIMIT and not (written.has("limit") or written.has("fetch")):
        owned = owned[:-1]  # the cap on rows, which the guard put in
    steps = [(node, tell_step(node, share, sight, own_only=own_only), share) for node, share in owned]
    # Of a query that reads a cut table nothing is told, whatever is left of the table in the plan.
    exact = sight.is_exact(plan.root) and not any(map(sight.is_cut, guarded.tables))
    costly = _costly(steps, plan.root, sight)
    return PlanExplained(
        steps=tuple(told for _node, told, _share in steps),
        costly=costly and CostlyPart(costly[1].text, coarse(costly[2]), place_of(costly[0], sight, written)),
        hints=hints_for(sight, written),
        total_cost=plan.root.cost if exact else None,
        rows=round(plan.root.rows) if exact and plan.root.rows is not None else None,
        milliseconds=plan.milliseconds,
        sql_run=guarded.sql,
    )


def _costly(
    steps: Sequence[tuple[PlanNode, StepTold, float | None]], root: PlanNode, sight: Sight
) -> tuple[PlanNode, StepTold, float | None] | None:
    """The step with the largest share; where there are none, the one that reads most."""
    if any(share is not None for _node, _told, share in steps):
        most = max(steps, key=lambda one: one[2] or 0.0)
        return most if most[2] else None
    largest = largest_reading(root, sight)
    return next((one for one in steps if one[0] is largest), None)


def place_of(node: PlanNode, sight: Sight, written: Written) -> Place | None:
    """Where the step stands in the SQL: its table, its clause, or the table that a join brings in."""
    if node.table is not None:
        return written.table(node.table[1]) if sight.table(node.table) else None
    clauses = {"sort": ("order", "by"), "group": ("group", "by"), "distinct": ("distinct",)}
    if node.step in clauses:
        return written.clause(*clauses[node.step])
    sides = [child for child in node.children if not child.subquery and side_name(child, sight)]
    lone = [child.table for child in reversed(sides) if child.table]
    return written.table(lone[0][1]) if lone else None
