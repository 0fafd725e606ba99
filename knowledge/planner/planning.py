"""A question to a plan: tokens, language, pieces, shapes, readings, choice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.planner import declining, refining
from knowledge.planner.asker import own_readings, says_own
from knowledge.planner.calling import vocabulary_of
from knowledge.planner.clauses import speaks_of_others
from knowledge.planner.commanding import commands
from knowledge.planner.deriving import read_derived, without_derived
from knowledge.planner.earliest import as_one_row
from knowledge.planner.fields import Geography
from knowledge.planner.idling import says_idle_buyers
from knowledge.planner.interpretation import Reading, interpret
from knowledge.planner.language import detect_language
from knowledge.planner.lattice import Cut, Lattice, build_lattice
from knowledge.planner.lexicon import Tag, TagKind
from knowledge.planner.misfits import Misfit
from knowledge.planner.plan import Choice, Clarify, Declined, Plan, Planned, Question, ValueIndex
from knowledge.planner.reading import describe
from knowledge.planner.relating import outdoes, relate
from knowledge.planner.selection import LOWEST_SCORE, best_readings
from knowledge.planner.shape import NoShape, Shape
from knowledge.planner.shaping import shape_of
from knowledge.planner.time_ranges import Clock
from knowledge.planner.tokens import Token, tidy, tokenise
from knowledge.planner.whereabouts import as_places
from knowledge.semantic.model import SemanticModel
from knowledge.semantic.query import MetricMeasure

MOST_TOKENS_READ = 40
WORSE_CUT = 0.8  # cuts that much worse than one that made sense are left


@dataclass(slots=True)
class Understanding:
    """What one pass over a question found, for whoever decides or declines."""

    text: str
    tokens: tuple[Token, ...]
    language: str
    readings: list[Reading] = field(default_factory=list)
    fragments: list[Shape] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    hopeless: Tag | None = None
    misfits: list[Misfit] = field(default_factory=list)
    clock: Clock | None = None
    owner: str | None = None
    disowned: float = 0.0  # the best reading of "my" rows where nothing tells which they are

    def add(self, readings: Iterable[Reading], shape: Shape, model: SemanticModel) -> None:
        """Take readings in, narrowed to the asker's own rows where the question is about those."""
        readings = [as_one_row(reading, self.tokens, model) for reading in readings]
        readings = as_places(readings, self.tokens, model)
        if not shape.own:
            self.readings += readings
            return
        own = own_readings(readings, model, self.owner)
        self.readings += own.readings
        self.disowned = max(self.disowned, own.refused)


def plan(question: Question, model: SemanticModel, values: ValueIndex) -> Plan:
    """A query that means the question, or a question back, or why it can't be answered. Never raises."""
    derived = None if question.whole else read_derived(question, model, values)
    if derived is not None:
        return derived
    question = without_derived(question)
    understanding = understand(question, model, values)
    refined = refining.refine(question, understanding, model, values)
    if refined is not None and not isinstance(refined, Declined):
        return refined
    if not understanding.readings:
        _read_as_whole(understanding, model)
    if not understanding.disowned:
        best = best_readings(understanding.readings, model)
        if says_idle_buyers(understanding.text, understanding.language):
            best, understanding.readings = [], []  # "inactive users" would pass over that they bought
        if (
            not best
            or best[0].query.having
            or (best[0].query.measures and speaks_of_others(understanding.tokens))
        ):
            related = _related(question, understanding, model, values)
            if related is not None and (not best or outdoes(related.query, best[0].query, model)):
                return related
    return decide(understanding, model, question, values)


def _related(
    question: Question, understanding: Understanding, model: SemanticModel, values: ValueIndex
) -> Planned | None:
    """Rows told by other rows, each side planned as a question of its own."""

    def ask(text: str) -> Plan:
        part = replace(
            question, text=text, language=understanding.language, previous=None, suggests=False, whole=True
        )
        return plan(part, model, values)

    if question.whole or not understanding.tokens or len(understanding.tokens) > MOST_TOKENS_READ:
        return None
    return relate(understanding.text, understanding.tokens, understanding.language, model, ask)


def _read_as_whole(understanding: Understanding, model: SemanticModel) -> None:
    """“And how many users are there?”: a question of its own in spite of its first word."""
    if understanding.clock is None:
        return
    geography = Geography(model)
    for shape in understanding.fragments:
        counted = any(noun.marks.how_many or noun.marks.list for noun in shape.nouns)
        if shape.follow and not shape.add and (counted or len(shape.nouns) > 1):
            readings = interpret(shape, model, geography, understanding.clock, understanding.language)
            understanding.add(readings.readings, shape, model)


def plan_alone(question: Question, model: SemanticModel, values: ValueIndex) -> Planned | None:
    """The question's one reading by itself, or nothing: for questions that are to be offered."""
    understanding = understand(question, model, values)
    best = best_readings(understanding.readings, model)
    sure = len(best) == 1 and not understanding.disowned
    return planned(best[0], understanding, model) if sure else None


def decide(
    understanding: Understanding, model: SemanticModel, question: Question, values: ValueIndex
) -> Plan:
    """The plan that the readings allow."""
    language = understanding.language
    best = best_readings(understanding.readings, model)
    if understanding.disowned >= max((reading.score for reading in best), default=LOWEST_SCORE):
        return declining.decline(understanding, model, question, values)
    if len(best) == 1:
        return planned(best[0], understanding, model)
    if best:
        choices = _choices(best, model, language)
        if len(choices) > 1:
            return Clarify(language, declining.sentence("which", language), choices, best[0].score)
        if best[0].score > best[1].score or _spans_tables(best[0], model):
            return planned(best[0], understanding, model)
    return declining.decline(understanding, model, question, values)


def _spans_tables(reading: Reading, model: SemanticModel) -> bool:
    """A formula over several tables means the same from each of them."""
    return any(
        isinstance(measure, MetricMeasure) and bool(model.metrics[measure.name].formula)
        for measure in reading.query.measures
    )


def planned(reading: Reading, understanding: Understanding, model: SemanticModel) -> Planned:
    """The reading as a plan, its assumptions in words."""
    language = understanding.language
    assumptions = [declining.assumption(key, detail, language) for key, detail in reading.assumptions]
    assumptions += [declining.corrected(typed, taken, language) for typed, taken in understanding.corrections]
    score = round(min(1.0, reading.score), 3)
    return Planned(
        reading.query, language, describe(reading.query, model, language), score, tuple(assumptions)
    )


def _choices(readings: list[Reading], model: SemanticModel, language: str) -> tuple[Choice, ...]:
    """Each reading as a full question."""
    texts = dict.fromkeys(describe(reading.query, model, language) for reading in readings)
    return tuple(Choice(text, text) for text in texts)


def understand(question: Question, model: SemanticModel, values: ValueIndex) -> Understanding:
    """Everything that the question may mean over this model."""
    text = tidy(question.text)
    tokens = tokenise(text)
    language = detect_language(text, tokens, question.language)
    clock = Clock(local_now(question), question.week_start, language)
    found = Understanding(text, tokens, language, clock=clock, owner=question.owner)
    if not tokens or len(tokens) > MOST_TOKENS_READ:
        return found
    if commands(tokens):
        found.hopeless = Tag(TagKind.WRITE)
        return found
    vocabulary = vocabulary_of(model)
    geography = Geography(model)
    for version in _versions(tokens, language):
        lattice = build_lattice(text, version, vocabulary, values, clock)
        _read(found, lattice, model, geography, clock)
    return found


def local_now(question: Question) -> dt.datetime:
    """The question's moment on the asker's clock, naive."""
    try:
        zone = ZoneInfo(question.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    now = question.now if question.now.tzinfo else question.now.replace(tzinfo=dt.UTC)
    return now.astimezone(zone).replace(tzinfo=None)


_FRENCH_ADJECTIVES = frozenset(
    {"moyen", "moyenne", "moyens", "moyennes", "total", "totale", "totaux", "totales", "median", "mediane"}
    | {"maximum", "minimum", "maximal", "minimal"}
)


def _versions(tokens: tuple[Token, ...], language: str) -> list[tuple[Token, ...]]:
    """The tokens; in French also with an adjective moved out of a name: "retard moyen à l'arrivée"."""
    versions = [tokens]
    if language != "fr":
        return versions
    for place in range(1, len(tokens) - 1):
        if tokens[place].norm in _FRENCH_ADJECTIVES and tokens[place + 1].norm in {
            "a",
            "au",
            "de",
            "du",
            "d",
            "des",
        }:
            versions.append((*tokens[: place - 1], tokens[place], tokens[place - 1], *tokens[place + 1 :]))
    return versions[:3]


def _read(
    found: Understanding, lattice: Lattice, model: SemanticModel, geography: Geography, clock: Clock
) -> None:
    cuts = lattice.cuts()
    if not cuts:
        return
    if cuts[0].unknown:
        _note_unknown(found, lattice, cuts[0])
    best_cost = cuts[0].cost
    for cut in cuts:
        if cut.unknown or (found.readings and cut.cost > best_cost + WORSE_CUT):
            continue
        try:
            shape = shape_of(cut.pieces, lattice.tokens, found.language)
            shape = replace(shape, own=says_own(shape, lattice.tokens, found.language))
        except NoShape as refusal:
            if refusal.tag is not None and found.hopeless is None:
                found.hopeless = refusal.tag
            continue
        found.fragments.append(shape)
        if shape.follow or shape.add:
            continue
        readings = interpret(shape, model, geography, clock, found.language)
        cost = 0.01 * (cut.cost - cuts[0].cost)
        costly = [Reading(one.query, one.score - cost, one.assumptions) for one in readings.readings]
        found.add(costly, shape, model)
        found.misfits += readings.misfits
    if lattice.corrections and not found.corrections:
        found.corrections = tuple(
            (lattice.tokens[place].text, word) for place, word in lattice.corrections.items()
        )


def _note_unknown(found: Understanding, lattice: Lattice, cut: Cut) -> None:
    words = tuple(lattice.tokens[piece.start].text for piece in cut.unknown)
    if not found.unknown or len(words) < len(found.unknown):
        found.unknown = words
