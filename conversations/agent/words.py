"""The loop's own sentences, in the languages of the product. Plain Python: the loop knows no gettext."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "understanding": "Understanding the question",
        "planning": "Choosing how to answer",
        "querying": "Querying {source}",
        "checking": "Checking the result",
        "writing": "Writing the answer",
        "no_source": "No data source is connected to {organization} yet. An administrator can connect one.",
        "source_unknown": "This data source does not exist, or you may not see it.",
        "which_source": "Which data do you mean?",
        "nothing_found": "No data was found for this question.",
        "covers": "The data of {table} goes from {first} to {last}: nothing for the period asked about.",
        "query_failed": "The query could not be run. {reason}",
        "query_rejected": "The query was not allowed to run. {reason}",
        "model_gave_up": "I could not find a way to answer this with the data at hand.",
        "stopped_rounds": "The model used all its rounds without coming to an answer.",
        "broke_off": "The model broke off in the middle of its answer.",
        "near": "These questions I can answer:",
        "only_own_rows": "only rows of {organization}",
        "shared_rows": "data shared by all organizations",
        "approved": "only approved definitions",
        "not_approved": "not yet approved: {names}",
        "no_definition": "counted directly from the columns, not by an approved metric",
        "joins_proven": "no join multiplies rows",
        "numbers_traced": "{found} of {total} numbers of the answer found in the result",
        "not_masked": "nothing masked",
        "masked": "masked for your role: {columns}",
        "complete": "all rows are counted in",
        "truncated": "more rows than shown here; only the first {rows} are in the answer",
        "cells_cut": "values too large to show: {columns}",
        "assumed": "assumed: {assumptions}",
        "from_tools": "the answer rests on a query that was run",
        "no_query": "no query was run for this answer",
    },
    "fr": {
        "understanding": "Compréhension de la question",
        "planning": "Choix de la méthode",
        "querying": "Interrogation de {source}",
        "checking": "Vérification du résultat",
        "writing": "Rédaction de la réponse",
        "no_source": (
            "Aucune source de données n’est encore connectée à {organization}. "
            "Demandez à un administrateur d’en connecter une."
        ),
        "source_unknown": "Cette source de données n’existe pas, ou vous ne pouvez pas la voir.",
        "which_source": "De quelles données parlez-vous ?",
        "nothing_found": "Aucune donnée ne correspond à cette question.",
        "covers": "Les données de {table} vont du {first} au {last} : rien pour la période demandée.",
        "query_failed": "La requête n’a pas pu être exécutée. {reason}",
        "query_rejected": "La requête n’a pas été autorisée. {reason}",
        "model_gave_up": "Je n’ai pas trouvé comment répondre avec les données disponibles.",
        "stopped_rounds": "Le modèle a épuisé ses essais sans arriver à une réponse.",
        "broke_off": "Le modèle s’est interrompu au milieu de sa réponse.",
        "near": "Je peux répondre à ces questions :",
        "only_own_rows": "uniquement les lignes de {organization}",
        "shared_rows": "données communes à toutes les organisations",
        "approved": "uniquement des définitions approuvées",
        "not_approved": "pas encore approuvé : {names}",
        "no_definition": "calculé directement sur les colonnes, sans métrique approuvée",
        "joins_proven": "aucune jointure ne multiplie les lignes",
        "numbers_traced": "{found} nombres sur {total} de la réponse retrouvés dans le résultat",
        "not_masked": "rien n’est masqué",
        "masked": "masqué pour votre rôle : {columns}",
        "complete": "toutes les lignes sont prises en compte",
        "truncated": "plus de lignes qu’affiché ; seules les {rows} premières sont dans la réponse",
        "cells_cut": "valeurs trop grandes pour être affichées : {columns}",
        "assumed": "supposé : {assumptions}",
        "from_tools": "la réponse repose sur une requête exécutée",
        "no_query": "aucune requête n’a été exécutée pour cette réponse",
    },
}


def say(name: str, language: str, **values: object) -> str:
    """The sentence of this name; English where the language has none."""
    return WORDS.get(language, WORDS["en"])[name].format(**values).strip()
