"""Adjectives of countries and the values that a country column may hold for them: French -> France, FR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.planner.plan import ValueIndex, ValueMatch
from knowledge.planner.tokens import words_of

_TEXT = """
france/fr/fra: french francais francaise francaises
germany/allemagne/deutschland/de/deu: german germans allemand allemande allemands allemandes
italy/italie/it/ita: italian italians italien italienne italiens italiennes
spain/espagne/es/esp: spanish espagnol espagnole espagnols espagnoles
united kingdom/uk/gb/gbr/royaume-uni/great britain: british britannique britanniques
united states/usa/us/etats-unis/united states of america: american americans americain americaine americains
belgium/belgique/be/bel: belgian belgians belge belges
netherlands/pays-bas/nl/nld/the netherlands: dutch neerlandais neerlandaise neerlandaises
switzerland/suisse/ch/che: swiss suisses
austria/autriche/at/aut: austrian austrians autrichien autrichienne autrichiens autrichiennes
portugal/pt/prt: portuguese portugais portugaise portugaises
ireland/irlande/ie/irl: irish irlandais irlandaise irlandaises
canada/ca/can: canadian canadians canadien canadienne canadiens canadiennes
brazil/bresil/br/bra: brazilian brazilians bresilien bresilienne bresiliens bresiliennes
japan/japon/jp/jpn: japanese japonais japonaise japonaises
china/chine/cn/chn: chinese chinois chinoise chinoises
india/inde/in/ind: indian indians indien indienne indiens indiennes
sweden/suede/se/swe: swedish suedois suedoise suedoises
norway/norvege/no/nor: norwegian norwegians norvegien norvegienne norvegiens norvegiennes
denmark/danemark/dk/dnk: danish danois danoise danoises
finland/finlande/fi/fin: finnish finlandais finlandaise finlandaises
poland/pologne/pl/pol: polish polonais polonaise polonaises
greece/grece/gr/grc: greek grec grecque grecs grecques
czech republic/czechia/tchequie/cz/cze: czech tcheque tcheques
hungary/hongrie/hu/hun: hungarian hongrois hongroise hongroises
slovenia/slovenie/si/svn: slovenian slovene slovenes
croatia/croatie/hr/hrv: croatian croate croates
mexico/mexique/mx/mex: mexican mexicans mexicain mexicaine mexicains
argentina/argentine/ar/arg: argentinian argentine argentins
chile/chili/cl/chl: chilean chilien chilienne chiliens
australia/australie/au/aus: australian australians australien australienne australiens
morocco/maroc/ma/mar: moroccan marocain marocaine marocains marocaines
tunisia/tunisie/tn/tun: tunisian tunisien tunisienne tunisiens tunisiennes
algeria/algerie/dz/dza: algerian algerien algerienne algeriens
"""
_COUNTRIES = {
    adjective: tuple(names.split("/"))
    for line in _TEXT.strip().splitlines()
    for names, _, adjectives in [line.partition(": ")]
    for adjective in adjectives.split()
}
_OF_COUNTRIES = frozenset({"country", "countries", "pays", "nation", "nationality", "nationalite"})


def country_values(norm: str, values: ValueIndex) -> Iterator[ValueMatch]:
    """The country's values in columns of countries, if the word is its adjective."""
    for name in _COUNTRIES.get(norm, ()):
        for match in values.find(name):
            words = {*words_of(match.table[1]), *words_of(match.column)}
            if match.score >= 0.99 and words & _OF_COUNTRIES:
                yield replace(match, score=0.95)
