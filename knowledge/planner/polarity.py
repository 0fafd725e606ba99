"""Data: of which measures more is worse or better, which add up, which average."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.planner.words import forms

_BAD = frozenset(
    [
        "delay", "cost", "expense", "churn", "complaint", "error", "failure", "refund", "return",
        "cancellation", "defect", "fine", "debt", "overdue", "downtime", "latency", "loss", "absence",
        "incident", "bug", "crash", "wait", "waiting", "fee", "charge", "tax", "penalty", "mortality",
        "death", "accident", "injury", "late", "retard", "cout", "depense", "plainte", "reclamation",
        "erreur", "echec", "remboursement", "annulation", "dette", "perte", "absence", "panne",
        "amende", "attente", "unsubscribe", "bounce", "emission", "pollution", "price", "prix", "tarif",
    ]
)  # fmt: skip
_GOOD = frozenset(
    [
        "revenue", "sale", "profit", "rating", "score", "income", "margin", "satisfaction",
        "conversion", "attendance", "signup", "order", "booking", "reservation", "subscriber",
        "customer", "member", "retention", "grade", "win", "goal", "point", "donation", "stars",
        "growth", "turnover", "speed", "registration", "enrollment", "recette", "chiffre", "vente",
        "benefice", "note", "score", "revenu", "marge", "inscription", "commande", "reservation", "don",
        "victoire", "but", "point", "payment", "earning", "capacity", "visit",
    ]
)  # fmt: skip
_ADDS_UP = frozenset(
    [
        "amount", "total", "revenue", "sale", "quantity", "cost", "spend", "expense", "income",
        "payment", "fee", "fine", "price_total", "subtotal", "profit", "tax", "discount", "refund",
        "donation", "budget", "volume", "points", "goals", "seats", "hours", "day", "units", "stock",
        "minutes_total", "kilometers", "visits", "views", "clicks", "population", "fare", "tip",
        "montant", "total", "quantite", "cout", "depense", "recette", "amende", "frais", "don", "vente",
        "ventes", "chiffre", "remise", "taxe", "budget", "volume", "capacity", "capacite", "passengers",
    ]
)  # fmt: skip
_NEVER_ADDS = frozenset(
    [
        "price", "age", "rating", "score", "rate", "temperature", "percentage", "percent", "ratio",
        "year", "latitude", "longitude", "lat", "lon", "alt", "height", "weight", "speed", "humidity",
        "pressure", "delay", "duration", "length", "prix", "taux", "note", "retard", "duree", "poids",
        "taille", "level", "grade", "rank", "altitude", "size", "average", "median", "unit", "salary",
        "salaire",
    ]
)  # fmt: skip


def _any_like(words: Iterable[str], known: frozenset[str]) -> bool:
    return any(forms(word).singulars & known or forms(word).translations & known for word in words)


def direction_of(words: Iterable[str], judgement: str) -> str | None:
    """“high” or "low" for "best" or "worst" of a measure with these words; None where nobody can know."""
    known = list(words)
    bad, good = _any_like(known, _BAD), _any_like(known, _GOOD)
    if bad == good:
        return None
    return "high" if (judgement == "worst") == bad else "low"


def adds_up(words: Iterable[str]) -> bool:
    """Whether a total is what people mean by the bare name: amount, quantity; not price or age."""
    known = list(words)
    return _any_like(known, _ADDS_UP) and not _any_like(known, _NEVER_ADDS)


def never_adds(words: Iterable[str]) -> bool:
    """Whether a total makes no sense: ages, rates, latitudes."""
    return _any_like(words, _NEVER_ADDS)
