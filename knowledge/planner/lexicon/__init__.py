"""The words of questions, as data: what asks, counts, ranks, compares, joins; what may be left out."""

from knowledge.planner.lexicon.tags import Tag, TagKind, longest_phrase, lookup, single_words

__all__ = ["Tag", "TagKind", "longest_phrase", "lookup", "single_words"]
