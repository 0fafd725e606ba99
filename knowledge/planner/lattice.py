"""All that each stretch of a question may be, and the likeliest ways to cut it into such pieces."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

from rapidfuzz.distance import OSA

from knowledge.planner.abbreviations import shortens
from knowledge.planner.lexicon import Tag, TagKind, longest_phrase, lookup, single_words
from knowledge.planner.nationalities import country_values
from knowledge.planner.numbers import number_of
from knowledge.planner.plan import ValueIndex
from knowledge.planner.time_ranges import Clock, TimeMatch, find_time_ranges
from knowledge.planner.tokens import Token, TokenKind
from knowledge.planner.vocabulary import LINKING_WORDS, Target, TargetKind, Vocabulary
from knowledge.planner.words import in_the_other_language, likeness, singular

LONGEST_NAME = 6
LONGEST_VALUE = 5
MOST_CUTS = 24
MOST_MEANINGS = 200  # of one name: many tables have a status
NEAREST_VALUE = 0.85

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
    found_values = _find_values(text, tokens, values, clock.language, vocabulary)
    valued = {place for start, end in found_values for place in range(start, end)}
    norms = _corrected(tokens, vocabulary, valued, clock.language, lattice)
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


def _corrected(
    tokens: tuple[Token, ...], vocabulary: Vocabulary, valued: set[int], language: str, lattice: Lattice
) -> list[str]:
    """Normalised words, with those that nothing knows replaced by the one known word they nearly are."""
    norms = [token.norm for token in tokens]
    lexicon = single_words("en") | single_words("fr")
    for place, token in enumerate(tokens):
        if (
            token.kind is not TokenKind.WORD
            or place in valued
            or len(token.norm) < 5
            or not token.norm.isalpha()
        ):
            continue
        if token.norm in lexicon or vocabulary.holding(token.norm):
            continue
        near = (
            _shortened(token.norm, vocabulary.known_words)
            or _nearest(token.norm, vocabulary.known_words)
            or _nearest(token.norm, _correctable(language))
        )
        if near is not None:
            norms[place] = near
            lattice.corrections[place] = near
    return norms


def _shortened(word: str, known: frozenset[str]) -> str | None:
    """The one part of the model's names that shortens the word by its consonants: trk for trucks."""
    found = [short for short in known if shortens(short, singular(word))]
    return found[0] if len(found) == 1 else None


@cache
def _correctable(language: str) -> frozenset[str]:
    """Words of the lexicon that do something by themselves; typing errors of small words stay unknown."""
    return frozenset(
        word
        for word in single_words(language)
        if len(word) > 4 and any(tag.kind in _CORRECTED for tag in lookup((word,), language))
    )


def _nearest(word: str, known: frozenset[str]) -> str | None:
    """The one word within one typing error (two in long words); None if none, or of more than one sense."""
    allowed = 1 if len(word) < 8 else 2
    near = [
        (distance, other)
        for other in known
        if len(other) > 3
        and (other[0], other[-1]) == (word[0], word[-1])  # "planet" is no misspelt "plane"
        and abs(len(other) - len(word)) <= allowed
        and (distance := OSA.distance(word, other, score_cutoff=allowed)) <= allowed
    ]
    if not near:
        plural = word[:-1] if word.endswith(("s", "x")) and len(word) > 6 else None
        return _nearest(plural, known) if plural else None
    least = min(distance for distance, _ in near)
    best = [other for distance, other in near if distance == least]
    return best[0] if all(likeness(best[0], other) >= 0.9 for other in best) else None


_CORRECTED = frozenset(
    {
        TagKind.AGGREGATE,
        TagKind.TOP,
        TagKind.GRAIN,
        TagKind.UNIT,
        TagKind.POPULAR,
        TagKind.DISTINCT,
        TagKind.HOW_MANY,
    }
)


def _find_values(
    text: str, tokens: tuple[Token, ...], values: ValueIndex, language: str, vocabulary: Vocabulary
) -> dict[tuple[int, int], list[tuple[Target, float]]]:
    """Values of the data by the stretch of tokens that names them, longer stretches covering shorter."""
    found: dict[tuple[int, int], list[tuple[Target, float]]] = {}
    for length in range(LONGEST_VALUE, 0, -1):
        for start in range(len(tokens) - length + 1):
            span = tokens[start : start + length]
            if not _may_be_value(span, language):
                continue
            phrase = span[0].text if length == 1 else text[span[0].start : span[-1].end]
            sure = length > 1 or span[0].kind is TokenKind.QUOTED
            known = length == 1 and _is_called(span[0].norm, vocabulary)
            found_here = list(values.find(phrase)) or [
                replace(match, score=match.score * 0.97)
                for other in (() if known else in_the_other_language(phrase))
                for match in values.find(other)
                if match.score >= 0.99
            ]
            if not found_here and length == 1:
                found_here = list(country_values(span[0].norm, values))
            matches = [
                (Target(TargetKind.VALUE, match.table, match.column, match.value), match.score)
                for match in found_here
                if match.score >= (NEAREST_VALUE if sure or span[0].text[:1].isupper() else 0.9)
            ]
            if matches:
                found[(start, start + length)] = matches[:12]
    return found


def _is_called(word: str, vocabulary: Vocabulary) -> bool:
    """Whether the model itself has that name for something, other than for what is not done yet."""
    holding = vocabulary.holding(word)
    return any(not _undone(target) for target in vocabulary.match((word,), holding)) or (
        bool(holding) and not vocabulary.match((word,), holding)
    )


def _undone(target: Target) -> bool:
    return target.verb and target.value is False


def _may_be_value(span: tuple[Token, ...], language: str) -> bool:
    if any(token.kind in (TokenKind.SYMBOL, TokenKind.QUOTED) for token in span):
        return len(span) == 1 and span[0].kind is TokenKind.QUOTED
    if len(span) == 1:
        token = span[0]
        if token.kind is TokenKind.NUMBER or token.kind is TokenKind.DATE:
            return False
        tags = lookup((token.norm,), language)
        typed_as_code = token.text.isupper() and len(token.text) > 1
        return typed_as_code or (not any(tag.kind in _NEVER_VALUES for tag in tags) and len(token.norm) > 1)
    edges = LINKING_WORDS - {"la", "le", "les", "the", "in", "en"}  # "in repair" may be a state
    return (
        span[0].norm not in edges
        and span[-1].norm not in LINKING_WORDS
        and any(token.kind is TokenKind.WORD and token.norm not in LINKING_WORDS for token in span)
    )


_NEVER_VALUES = frozenset(TagKind) - {
    TagKind.NEW,
    TagKind.VERB,
    TagKind.DEED,
    TagKind.UNSUPPORTED,
    TagKind.RECENT,
    TagKind.FUTURE,
    TagKind.WRITE,
    TagKind.CHAT,
    TagKind.GRAIN,
}


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
                named = {target: score for target, score in named.items() if not _undone(target)}
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
