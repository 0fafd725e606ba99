"""What is to be done, not to be told: "please cancel the subscription of Ada"."""

from __future__ import annotations

from knowledge.planner.tokens import Token, TokenKind

_COMMANDS = frozenset(
    {"close", "cancel", "assign", "mark", "approve", "reopen", "refund", "resolve", "archive", "edit", "fix"}
    | {"merge", "move", "pay", "ship", "reject", "block", "ban", "delete", "remove", "change", "update"}
    | {"book", "reserve", "rename", "erase", "deactivate", "activate", "disable", "enable", "unsubscribe"}
    | {"upgrade", "downgrade", "extend", "renew", "terminate", "suspend", "reset", "confirm", "insert"}
    | {"ferme", "fermer", "annule", "annuler", "annulez", "assigne", "attribue", "rembourse", "rembourser"}
    | {"cloture", "cloturer", "approuve", "approuver", "bloque", "bloquer", "refuse", "supprime", "supprimer"}
    | {"modifie", "modifier", "change", "changer", "efface", "effacer", "resilie", "resilier", "desactive"}
    | {
        "desactiver",
        "active",
        "activer",
        "reserve",
        "reserver",
        "renomme",
        "renommer",
        "confirme",
        "confirmer",
    }
    | {"archiver", "prolonge", "prolonger", "suspendre", "suspends"}
)
_OBJECTS = frozenset(
    {"the", "all", "a", "an", "this", "that", "these", "those", "every", "my", "our", "your", "their", "his"}
    | {
        "her",
        "it",
        "them",
        "le",
        "la",
        "les",
        "l",
        "tous",
        "toutes",
        "ce",
        "cet",
        "cette",
        "ces",
        "un",
        "une",
    }
    | {"mon", "ma", "mes", "notre", "nos", "votre", "vos", "son", "sa", "ses"}
)
_POLITE_TEXT = """
please;kindly;can you;could you;would you;will you;can i;could i;i want to;i need to;i d like to
i would like to;i want you to;let s;go ahead and;you must;hi;hello;hey;and;then;now;just;we need to
we want to;you to;peux tu;pouvez vous;pourriez vous;pourrais tu;merci de;merci d;veuillez;je veux
je voudrais;j aimerais;il faut;s il te plait;s il vous plait;svp;stp;bonjour;salut;et;puis;je souhaite
je dois;nous voulons;,
"""
_POLITE = sorted(
    (tuple(phrase.split()) for phrase in _POLITE_TEXT.strip().replace("\n", ";").split(";")),
    key=len,
    reverse=True,
)


def commands(tokens: tuple[Token, ...]) -> bool:
    """Whether the question tells to change something: a verb of doing comes first, politeness aside."""
    norms = tuple(token.norm for token in tokens)
    start = 0
    while (polite := next((p for p in _POLITE if norms[start : start + len(p)] == p), None)) is not None:
        start += len(polite)
    rest = tokens[start:]
    if len(rest) < 2 or rest[0].norm not in _COMMANDS:
        return False
    return start > 0 or rest[1].norm in _OBJECTS or any(t.kind is TokenKind.NUMBER for t in rest[1:4])
