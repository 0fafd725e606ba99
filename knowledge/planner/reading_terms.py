"""The fixed words of readings, by language."""

from __future__ import annotations

from knowledge.semantic.query import Function, Grain, Operator

GRAINS = {
    "en": {grain: grain.value for grain in Grain},
    "fr": {
        Grain.HOUR: "heure",
        Grain.DAY: "jour",
        Grain.WEEK: "semaine",
        Grain.MONTH: "mois",
        Grain.QUARTER: "trimestre",
        Grain.YEAR: "année",
    },
}
FUNCTIONS = {
    "en": {
        Function.SUM: "total {}",
        Function.AVERAGE: "average {}",
        Function.MINIMUM: "minimum {}",
        Function.MAXIMUM: "maximum {}",
        Function.MEDIAN: "median {}",
        Function.COUNT: "number of {}",
        Function.COUNT_DISTINCT: "number of distinct {}",
    },
    "fr": {
        Function.SUM: "total {de}",
        Function.AVERAGE: "moyenne {de}",
        Function.MINIMUM: "minimum {de}",
        Function.MAXIMUM: "maximum {de}",
        Function.MEDIAN: "médiane {de}",
        Function.COUNT: "nombre {de}",
        Function.COUNT_DISTINCT: "nombre {de} différents",
    },
}
OPERATORS = {
    "en": {
        Operator.EQUALS: "is",
        Operator.NOT_EQUALS: "is not",
        Operator.IN: "is one of",
        Operator.NOT_IN: "is none of",
        Operator.LESS: "is less than",
        Operator.LESS_OR_EQUAL: "is at most",
        Operator.GREATER: "is more than",
        Operator.GREATER_OR_EQUAL: "is at least",
        Operator.BETWEEN: "is between",
        Operator.CONTAINS: "contains",
        Operator.IS_NULL: "is missing",
        Operator.IS_NOT_NULL: "is known",
    },
    "fr": {
        Operator.EQUALS: "est",
        Operator.NOT_EQUALS: "n'est pas",
        Operator.IN: "est parmi",
        Operator.NOT_IN: "n'est pas parmi",
        Operator.LESS: "est inférieur à",
        Operator.LESS_OR_EQUAL: "est au plus",
        Operator.GREATER: "est supérieur à",
        Operator.GREATER_OR_EQUAL: "est au moins",
        Operator.BETWEEN: "est entre",
        Operator.CONTAINS: "contient",
        Operator.IS_NULL: "est manquant",
        Operator.IS_NOT_NULL: "est renseigné",
    },
}
WORDS = {
    "en": {
        "by": "by",
        "where": "where",
        "and": "and",
        "list": "list of",
        "true": "yes",
        "false": "no",
        "not": "not",
        "first": "top {}",
        "last": "bottom {}",
        "rows_first": "highest {1} first, {0} at most",
        "rows_last": "lowest {1} first, {0} at most",
        "different": "different values",
        "no_limit": "",
    },
    "fr": {
        "by": "par",
        "where": "où",
        "and": "et",
        "list": "liste :",
        "true": "oui",
        "false": "non",
        "not": "hors",
        "first": "les {} premiers",
        "last": "les {} derniers",
        "rows_first": "{1} par ordre décroissant, {0} au plus",
        "rows_last": "{1} par ordre croissant, {0} au plus",
        "different": "valeurs différentes",
        "no_limit": "",
    },
}
