"""The loop's own sentences, in the languages of the product. Plain Python: the loop knows no gettext."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "understanding": "Understanding the question",
        "planning": "Choosing how to answer",
        "querying": "Querying {source}",
        "in_the_queue": "Waiting for other queries of your organization on {source}",
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
        "hello": "Hello! Ask me about {sources}. For example:",
        "hello_without_data": "Hello! No data source is connected to {organization} yet.",
        "thanks": "You’re welcome.",
        "thanks_without_data": "You’re welcome.",
        "goodbye": "Goodbye!",
        "goodbye_without_data": "Goodbye!",
        "abilities": (
            "I answer questions about the data of {organization} ({sources}), in English or French, and show "
            "the query and the definitions that each answer rests on. I tell what a metric means, make "
            "segments of people and draft e-mails to them. I don’t forecast, and I don’t answer what the "
            "data doesn’t hold. For example:"
        ),
        "abilities_without_data": (
            "I answer questions about data, but no data source is connected to {organization} yet. "
            "An administrator can connect one."
        ),
        "no_forecast": "I don’t forecast: I only tell what the data already holds.",
        "no_weather": "I don’t know the weather: I only answer questions about your data.",
        "no_writing": "I don’t write that: I answer questions about your data.",
        "verified_reading": "Answered by the verified query **{question}**",
        "rows_found": "There are {count} rows; the first: {first}.",
        "rows_more": "There are more than {count} rows; the first: {first}.",
        "create_segment_of": "Create a segment of {people}",
        "create_segment_of_these": "Create a segment of these",
        "export_csv": "Download as CSV",
        "no_audience": "Nobody has said yet who can be written to in {source}: staff set its audience.",
        "not_people": "A segment is a list of {people}; I could not read the request as one of those.",
        "segment_empty": "Nobody fits this at the moment.",
        "segment_one": "One person fits this.",
        "segment_count": "{count} people fit this.",
        "segment_sample": "The first {shown} are shown.",
        "segment_because": "From your own words; the query above says exactly who is in it.",
        "dates_moving": "Its dates move: each refresh counts them from the day of the refresh.",
        "dates_fixed": "Its dates stay as they are in the query.",
        "from_template": "From a built-in template, not written by a model: change it before it is sent.",
    },
    "fr": {
        "understanding": "Compréhension de la question",
        "planning": "Choix de la méthode",
        "querying": "Interrogation de {source}",
        "in_the_queue": "En attente d’autres requêtes de votre organisation sur {source}",
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
        "hello": "Bonjour ! Posez-moi une question sur {sources}. Par exemple :",
        "hello_without_data": "Bonjour ! Aucune source de données n’est encore connectée à {organization}.",
        "thanks": "Avec plaisir.",
        "thanks_without_data": "Avec plaisir.",
        "goodbye": "Au revoir !",
        "goodbye_without_data": "Au revoir !",
        "abilities": (
            "Je réponds aux questions sur les données de {organization} ({sources}), en français ou en "
            "anglais, et je montre la requête et les définitions sur lesquelles chaque réponse s’appuie. Je "
            "dis ce que veut dire un indicateur, je crée des segments de personnes et je rédige des e-mails "
            "pour elles. Je ne fais pas de prévisions, et je ne réponds pas à ce que les données ne disent "
            "pas. Par exemple :"
        ),
        "abilities_without_data": (
            "Je réponds aux questions sur les données, mais aucune source n’est encore connectée à "
            "{organization}. Un administrateur peut en connecter une."
        ),
        "no_forecast": "Je ne fais pas de prévisions : je ne dis que ce que les données contiennent déjà.",
        "no_weather": "Je ne connais pas la météo : je ne réponds qu’aux questions sur vos données.",
        "no_writing": "Je n’écris pas cela : je réponds aux questions sur vos données.",
        "verified_reading": "Répondu par la requête vérifiée **{question}**",
        "rows_found": "Il y a {count} lignes ; la première : {first}.",
        "rows_more": "Il y a plus de {count} lignes ; la première : {first}.",
        "create_segment_of": "Crée un segment : {people}",
        "create_segment_of_these": "Créer un segment de ces personnes",
        "export_csv": "Télécharger en CSV",
        "no_audience": "Personne n’a encore dit à qui l’on peut écrire dans {source}.",
        "not_people": "Un segment est une liste de {people} ; je n’ai pas pu lire la demande ainsi.",
        "segment_empty": "Personne n’y correspond pour le moment.",
        "segment_one": "Une personne y correspond.",
        "segment_count": "{count} personnes y correspondent.",
        "segment_sample": "Les {shown} premières sont affichées.",
        "segment_because": "D’après vos propres mots ; la requête dit exactement qui en fait partie.",
        "dates_moving": "Ses dates avancent : chaque mise à jour les compte à partir de son jour.",
        "dates_fixed": "Ses dates restent celles de la requête.",
        "from_template": (
            "D’un modèle intégré, non rédigé par une IA : changez ce que vous voulez avant l’envoi."
        ),
    },
}


def say(name: str, language: str, **values: object) -> str:
    """The sentence of this name; English where the language has none."""
    return WORDS.get(language, WORDS["en"])[name].format(**values).strip()
