"""All that each stretch of a question may be, and the likeliest ways to cut it into such pieces."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.planner.lexicon import Tag, TagKind, longest_phrase, lookup
from knowledge.planner.naming_values import find_values, is_undone
from knowledge.planner.numbers import number_of
from knowledge.planner.plan import ValueIndex
from knowledge.planner.spelling import corrections
from knowledge.planner.time_ranges import Clock, TimeMatch, find_time_ranges
from knowledge.planner.tokens import Token, TokenKind
from knowledge.planner.vocabulary import LINKING_WORDS, Target, TargetKind, Vocabulary

LONGEST_NAME = 6
MOST_CUTS = 24
MOST_MEANINGS = 200  # of one name: many tables have a status

_COUNTING = frozenset({("number", "of"), ("nombre", "de"), ("nombre", "d")})


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens [start, end) as one thing: exactly one of the rest is set, or none for an unknown word."""

    start: int
    end: int
    cost: float
    targets: tuple[tuple[Target, float], ...] = ()
    tag: Tag | None = None
    time: TimeMatch | None = None
    number: int | float | None = None

    @property
    def unknown(self) -> bool:
        return not self.targets and self.tag is None and self.time is None and self.number is None


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to read every token once, cheapest pieces first."""

    cost: float
    pieces: tuple[Piece, ...]

    @property
    def unknown(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.unknown)


@dataclass(slots=True)
class Lattice:
    """Pieces by where they start, with what was assumed to make them (typing errors put right)."""

    tokens: tuple[Token, ...]
    starting: list[list[Piece]] = field(default_factory=list)
    corrections: dict[int, str] = field(default_factory=dict)

    def cuts(self) -> list[Cut]:
        """The cheapest cuts of the whole question, best first."""
        best: list[list[Cut]] = [[] for _ in range(len(self.tokens) + 1)]
        best[0] = [Cut(0.0, ())]
        for place in range(len(self.tokens)):
            best[place] = sorted(best[place], key=lambda cut: cut.cost)[:MOST_CUTS]
            for cut in best[place]:
                for piece in self.starting[place]:
                    best[piece.end].append(Cut(cut.cost + piece.cost, (*cut.pieces, piece)))
        return sorted(best[-1], key=lambda cut: cut.cost)[:MOST_CUTS]


def build_lattice(
    text: str, tokens: tuple[Token, ...], vocabulary: Vocabulary, values: ValueIndex, clock: Clock
) -> Lattice:
    """Every piece that the lexicon, the calendar, the model's names and the data's values give."""
    lattice = Lattice(tokens, [[] for _ in tokens])
    found_values = find_values(text, tokens, values, clock.language, vocabulary)
    valued = {place for start, end in found_values for place in range(start, end)}
    lattice.corrections.update(corrections(tokens, vocabulary, valued, clock.language))
    norms = [lattice.corrections.get(place, token.norm) for place, token in enumerate(tokens)]
    _add_tags(lattice, norms, vocabulary, clock.language)
    for match in find_time_ranges(tokens, clock):
        _add_time(lattice, match)
    for place, token in enumerate(tokens):
        number = number_of(token, clock.language)
        if number is not None:
            lattice.starting[place].append(Piece(place, place + 1, 0.3, number=number))
        lattice.starting[place].append(Piece(place, place + 1, 20.0))
    _add_names(lattice, norms, vocabulary, found_values)
    return lattice


def _add_time(lattice: Lattice, match: TimeMatch) -> None:
    cost = 0.2 if match.sure else 0.5
    lattice.starting[match.start].append(Piece(match.start, match.end, cost, time=match))


def _add_tags(lattice: Lattice, norms: list[str], vocabulary: Vocabulary, language: str) -> None:
    longest = longest_phrase()
    for start in range(len(norms)):
        if lattice.tokens[start].kind is TokenKind.QUOTED:
            continue
        for end in range(start + 1, min(start + longest, len(norms)) + 1):
            for tag in lookup(tuple(norms[start:end]), language):
                if tag.kind is TagKind.VERB and end - start == 1 and _names_table(norms[start], vocabulary):
                    continue  # "livres" are books where there are books
                if tag.kind is TagKind.FILLER and _is_done(norms, start, language):
                    continue
                if tag.kind is TagKind.DEED:
                    _add_deed(lattice, start, end, tag, vocabulary)
                    continue
                cost = 0.1 * (end - start) + 0.05 if tag.kind is TagKind.FILLER else 0.3
                cost += (
                    0.3
                    if tag.kind in (TagKind.UNSUPPORTED, TagKind.FUTURE, TagKind.WRITE, TagKind.CHAT)
                    else 0.0
                )
                lattice.starting[start].append(Piece(start, end, cost, tag=tag))


_INDEFINITE = frozenset({"a", "an", "one", "their", "un", "une", "leur"})
_DOCUMENTS = frozenset(
    {
        "report",
        "chart",
        "graph",
        "plot",
        "table",
        "list",
        "rapport",
        "tableau",
        "graphique",
        "liste",
    }
)
_DOING = (TagKind.VERB, TagKind.DEED)


def _is_done(norms: list[str], start: int, language: str) -> bool:
    """Created a report: the report is what was made, not a way to ask for one."""
    if start < 2 or norms[start] not in _DOCUMENTS or norms[start - 1] not in _INDEFINITE:
        return False
    verb = norms[start - 2]
    return verb.endswith("ed") or any(tag.kind in _DOING for tag in lookup((verb,), language))


def _names_table(word: str, vocabulary: Vocabulary) -> bool:
    found = vocabulary.match((word,), vocabulary.holding(word))
    return any(target.kind is TargetKind.TABLE and score > 0.9 for target, score in found.items())


def _add_deed(lattice: Lattice, start: int, end: int, tag: Tag, vocabulary: Vocabulary) -> None:
    """A verb as the table it stands for, the first of its nouns that the model has."""
    for noun in tag.value.split():
        found = vocabulary.match((noun,), vocabulary.holding(noun))
        tables = [
            (Target(TargetKind.TABLE, target.table, deed=True), score * 0.97)
            for target, score in found.items()
            if target.kind is TargetKind.TABLE and score > 0.9
        ]
        if tables:
            lattice.starting[start].append(Piece(start, end, 0.35, targets=tuple(tables)))
            return


def _add_names(
    lattice: Lattice,
    norms: list[str],
    vocabulary: Vocabulary,
    values: dict[tuple[int, int], list[tuple[Target, float]]],
) -> None:
    tokens = lattice.tokens
    holding = [
        frozenset[int]()
        if token.kind is TokenKind.SYMBOL or norm in LINKING_WORDS
        else vocabulary.holding(norm)
        for token, norm in zip(tokens, norms, strict=True)
    ]
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(tokens)) + 1):
            named = _names(lattice, norms, holding, vocabulary, start, end)
            held = values.get((start, end), ())
            if held:  # a status that says so says it better than a date that is missing
                named = {target: score for target, score in named.items() if not is_undone(target)}
            targets = [*named.items(), *held]
            if targets:
                best = max(score for _, score in targets)
                kept = tuple(sorted(targets, key=lambda pair: -pair[1]))[:MOST_MEANINGS]
                slack = 0.0 if tokens[start].kind is TokenKind.QUOTED else 0.3 * (1.05 - best)
                lattice.starting[start].append(Piece(start, end, 0.3 + slack, targets=kept))


def _names(
    lattice: Lattice,
    norms: list[str],
    holding: list[frozenset[int]],
    vocabulary: Vocabulary,
    start: int,
    end: int,
) -> dict[Target, float]:
    if not holding[start] or not holding[end - 1]:
        return {}
    if tuple(norms[start : end + 1]) in _COUNTING:
        return {}  # "number of" counts: it is no column that is called number
    words = tuple(norms[place] for place in range(start, end) if norms[place] not in LINKING_WORDS)
    if any(lattice.tokens[place].kind in (TokenKind.SYMBOL, TokenKind.QUOTED) for place in range(start, end)):
        return {}
    among = holding[start]
    for place in range(start + 1, end):
        if norms[place] not in LINKING_WORDS:
            among = among & holding[place]
        if not among:
            return {}
    corrected = any(place in lattice.corrections for place in range(start, end))
    found = vocabulary.match(words, among)
    return {target: score * (0.93 if corrected else 1.0) for target, score in found.items() if score >= 0.6}
