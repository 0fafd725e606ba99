"""Data: what was done to a thing, by the noun that a column's name has for it, and what is not done yet."""

from __future__ import annotations

# participles, English and French, without accents: names of the column that tells when it was done
_DONE = """
delivered livre livree: delivery delivered deliver livraison
shipped dispatched sent expedie expediee envoye envoyee: shipment shipping shipped dispatch expedition envoi
paid settled paye payee regle reglee: payment paid pay paiement reglement settlement
cancelled canceled annule annulee: cancellation cancelled canceled cancel annulation
completed finished done termine terminee acheve achevee fini finie: completion completed finished finish done
closed cloture cloturee ferme fermee clos close: closure closed closing cloture fermeture
resolved solved resolu resolue: resolution resolved solved
returned rendu rendue retourne retournee rapporte: return returned retour rendu
refunded rembourse remboursee: refund refunded remboursement
hired embauche embauchee recrute recrutee engage: hire hired hiring embauche recrutement
left departed gone parti partie sorti sortie: left leave departure leaving termination exit depart sortie
terminated: termination terminated
arrived arrive arrivee: arrival arrived arrivee
approved approuve approuvee valide validee: approval approved approbation validation
published publie publiee paru parue: publication published publish parution
launched lance lancee: launch launched lancement
purchased bought achete achetee: purchase purchased achat
received recu recue: reception received receipt receive
signed signe signee: signature signed sign
expired expire expiree: expiry expiration expired
verified verifie verifiee: verification verified
confirmed confirme confirmee: confirmation confirmed
renewed renouvele renouvelee: renewal renewed renouvellement
archived archive archivee: archived archive archiving archivage
deleted removed supprime supprimee: deletion deleted suppression
reviewed: review reviewed
inspected controle controlee: inspection inspected controle
repaired repare reparee: repair repaired reparation
discharged: discharge discharged
admitted admis admise: admission admitted
graduated diplome diplomee: graduation graduated
enrolled inscrit inscrite: enrollment enrolment enrolled inscription
registered: registration registered
joined adhere: joined join joining adhesion
churned: churn churned
invoiced billed facture facturee: invoice invoiced billing facturation
issued emis emise: issue issued emission
answered repondu: answer answered reply replied reponse
started begun began commence commencee demarre demarree debute: start started begin debut demarrage
ended: end ended fin
promoted promu promue: promotion promoted
retired retraite retraitee: retirement retired retraite
opened: opening opened open ouverture
"""
# What is still so while the row has no such date: the words, then the names of the date.
_STILL = """
open ongoing running unfinished outstanding ouvert ouverte: closed closure completed completion resolved
open ongoing running unfinished outstanding ouvert ouverte: resolution finished done ended cloture fermeture
unresolved unsolved: resolved resolution solved
unfinished incomplete inacheve inachevee: completed completion finished done
unpaid unsettled outstanding impaye impayee: paid payment settled paiement reglement
undelivered: delivered delivery livraison
unshipped: shipped shipment shipping expedition
unreturned: returned return retour
unanswered: answered answer replied reply reponse
current employed: left termination leaving exit
"""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for line in text.strip().splitlines():
        words, _, nouns = line.partition(":")
        for noun in nouns.split():
            found.setdefault(noun, {}).update(dict.fromkeys(words.split()))
    return {noun: tuple(words) for noun, words in found.items()}


# By a word of a column's name: participles that speak of it; adjectives that hold while it is empty.
DONE_BY_NOUN = _table(_DONE)
STILL_BY_NOUN = _table(_STILL)
PARTICIPLES = frozenset(word for words in DONE_BY_NOUN.values() for word in words)


def is_participle(word: str) -> bool:
    """Whether a normalised word tells what was done: "delivered", "livrees", "assigned"."""
    return word in PARTICIPLES or word.rstrip("s") in PARTICIPLES or word.endswith("ed")
