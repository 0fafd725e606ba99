"""Data: English and French words for what databases hold, and near synonyms.

They serve databases that nobody has labelled yet: a French question finds the table `books`. A label or
synonym of the knowledge base always counts more.
"""

from __future__ import annotations

# english/english, french/french: each of the left may stand for each of the right
NOUN_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (english.strip(), french.strip())
    for line in """
absence=absence; account=compte; activity=activité; actor=acteur/actrice; address=adresse; age=âge
agent=agent; airline/carrier=compagnie/transporteur; airport=aéroport; album=album; allergy=allergie
amount=montant; answer=réponse; apartment=appartement; application=candidature/application
appointment=rendez-vous/rdv; area=zone/surface/superficie; arrival=arrivée; article=article
artist=artiste; attempt=tentative; attendance=présence; author=auteur/autrice; balance=solde
bank=banque; battery=batterie; bed=lit; bike/bicycle=vélo; bill=facture; birth=naissance; block=bloc
boat=bateau; bonus=prime; book=livre; booking=réservation; borrower=emprunteur; branch=agence/succursale
brand=marque; budget=budget; building=bâtiment/immeuble; bus=bus; business=entreprise; buyer=acheteur
call=appel; campaign=campagne; capacity=capacité; car=voiture; card=carte; cart=panier; case=dossier/cas
category=catégorie; chapter=chapitre; channel=canal; charge=frais; child=enfant; city/town=ville
claim=sinistre/réclamation; class=classe/cours; client/customer=client/cliente; clinic=clinique
club=club; code=code; color/colour=couleur; comment=commentaire; commission=commission
company=entreprise/société; complaint=réclamation/plainte; consultation=consultation; contact=contact
contract=contrat; copy=exemplaire/copie; cost=coût; country=pays; county=comté; course=cours/formation
creation=création; credit=crédit; crop=culture; cuisine=cuisine; currency=devise/monnaie; date=date
day=jour; deadline=échéance; death=décès/mort; debt=dette; degree=diplôme; delay=retard
delivery=livraison; department=département/service; departure=départ; deposit=dépôt/acompte
description=description; destination=destination; device=appareil; diagnosis=diagnostic
director=directeur/réalisateur; discount=remise/rabais/réduction; disease=maladie; distance=distance
district=district/arrondissement; doctor/physician=médecin/docteur; document=document; donation=don
donor=donateur; driver=conducteur/chauffeur/pilote; duration=durée; email/mail=email/mail/courriel
employee=employé/employée/salarié/salariée; end=fin/arrivée; electric=électrique; novel=roman
work=oeuvre; energy=énergie; engine=moteur; enrollment/enrolment=inscription
equipment=équipement/matériel; error=erreur; event=événement/évènement; exam=examen; exercise=exercice
expense=dépense; fare=tarif; farm=ferme; fee=frais/cotisation; file=fichier; film/movie=film; fine=amende
flight=vol; floor=étage; forest=forêt; fuel=carburant; game=jeu/match; gender/sex=sexe/genre
genre=genre; goal=but/objectif; grade=note; group=groupe; guest=invité/hôte; height=taille/hauteur
hire=embauche; holiday=vacances/congé; hospital=hôpital; hotel=hôtel; hour=heure; house=maison
humidity=humidité; image=image; income=revenu; ingredient=ingrédient; insurance=assurance
instructor=instructeur/moniteur; invoice=facture; item=article/élément; interest=intérêt
inventory=stock/inventaire; issue=problème/ticket; job=emploi/poste/métier; journey=trajet/voyage
language=langue; leave=congé; length=longueur/durée; lesson=leçon; level=niveau; library=bibliothèque
line=ligne; listing=annonce; loan=prêt/emprunt; location/place=lieu/emplacement; machine=machine
maintenance=maintenance/entretien; maker/manufacturer=fabricant/constructeur
manager=responsable/manager/gérant; margin=marge; market=marché; match=match/rencontre; meal=repas
medal=médaille
medication/medicine/drug=médicament; meeting=réunion; member=membre/adhérent/adhérente
membership=adhésion/abonnement; message=message; model=modèle; movement=mouvement; museum=musée
name=nom; nationality=nationalité; neighborhood/neighbourhood=quartier; note=note
nurse=infirmier/infirmière; office=bureau; officer=agent; offer=offre; order=commande
organization/organisation=organisation; origin=origine/provenance; owner=propriétaire; page=page
parcel/package=colis; park=parc; parking=parking; participant=participant/participante
participation=participation; partner=partenaire; passenger=passager/passagère; passport=passeport
patient=patient/patiente; payment=paiement/règlement; payroll=paie; percentage=pourcentage
performance=performance/représentation; person=personne; phone=téléphone; photo=photo
plane/aircraft=avion; plan=forfait/plan/formule; plant=plante/usine; plate=plaque; player=joueur/joueuse
playlist=playlist; point=point; policy=police/politique; population=population; port=port
position=poste/position; post=article/publication; precipitation=précipitation; premium=prime
prescription=ordonnance; pressure=pression; price=prix; priority=priorité; product=produit
production=production; profit=bénéfice/profit; project=projet; province=province
publication=publication; publisher=éditeur/éditrice; purchase=achat; quantity=quantité
question=question; race=course; rain=pluie; rank=rang; rate=taux; rating=note/évaluation
reading=relevé/lecture; reader=lecteur/lectrice; reason=motif/raison; recipe=recette
refund=remboursement; region=région; registration=inscription; release=sortie; rent=loyer
rental=location; repair=réparation; reservation=réservation; resolution=résolution; response=réponse
restaurant=restaurant; result=résultat; return=retour; revenue=revenu/recette; review=avis
ride/trip=trajet/course; river=rivière/fleuve; road=route; role=rôle; room=chambre/salle/pièce
route=itinéraire/ligne/route; salary=salaire; sale=vente; school=école; score=score/note; season=saison
seat=siège/place; section=section; seller=vendeur/vendeuse; sensor=capteur; service=service
session=séance/session; severity=gravité/sévérité; shift=équipe/quart; ship/vessel=navire
shipment=expédition/envoi; shipping=livraison; shop/store=magasin/boutique; show=spectacle
signup=inscription; size=taille; skill=compétence; song/track=chanson/titre/piste; source=source
speaker=intervenant/conférencier; species=espèce; speciality/specialty=spécialité; speed=vitesse
sport=sport; staff=personnel; stage=étape; start=début/départ; state=état; station=station/gare
status=statut/état; stay=séjour; stock=stock; stop=arrêt; street=rue; student=étudiant/étudiante/élève
subject=matière/sujet; subscriber=abonné/abonnée; subscription=abonnement; supplier=fournisseur
supervisor=superviseur; surname=nom; target=cible/objectif; task=tâche; tax=taxe/impôt
teacher=professeur/enseignant/enseignante; team=équipe; technician=technicien; temperature=température
tenant=locataire; test=test; theme=thème; ticket=billet/ticket; time=heure/temps; tip=pourboire
title=titre; tool=outil; topic=sujet; tournament=tournoi; town=commune; traffic=trafic; train=train
training=formation; transaction=transaction; transfer=virement/transfert; treatment=traitement
truck/lorry=camion; type=type; unit=unité; university=université; usage=utilisation
user=utilisateur/utilisatrice; vehicle=véhicule; vendor=fournisseur/vendeur; venue=lieu/salle
version=version; video=vidéo; visibility=visibilité; visit=visite; visitor=visiteur/visiteuse
volume=volume; voucher=bon; wage=salaire; ward=service; warehouse=entrepôt; weather=météo; weight=poids
wind=vent; win=victoire; worker=ouvrier; year=année; youth=jeune; active=actif/active
inactive=inactif/inactive; paid=payé/payée; unpaid=impayé/impayée; open=ouvert/ouverte
closed=fermé/fermée; cancelled/canceled=annulé/annulée; pending=attente; shipped=expédié/expédiée
delivered=livré/livrée; returned=retourné/retournée/rendu/rendue; published=publié/publiée
hired=embauché/embauchée; born=né/née; resolved=résolu/résolue; created=créé/créée
updated=modifié/modifiée; approved=approuvé/approuvée; rejected=rejeté/rejetée
completed=terminé/terminée; started=commencé/démarré/démarrée; ended=fini/terminé; overdue=retard
verified=vérifié/vérifiée; premium=premium; available=disponible; late=tardif/tardive; female=femme
male=homme; first=premier/prénom; last=dernier
""".replace("\n", ";").split(";")
    if "=" in line
    for english, _, french in (line.partition("="),)
)

# words of one language that people use for each other
SAME: tuple[str, ...] = (
    "customer client buyer", "employee staff worker", "movie film", "doctor physician",
    "plane aircraft airplane", "airline carrier", "bike bicycle", "store shop", "revenue turnover",
    "salary wage pay", "gender sex", "trip ride journey", "author writer", "song track", "company firm",
    "department dept", "supplier vendor", "teacher instructor professor", "student pupil",
    "manufacturer maker", "phone telephone", "city town", "rating stars", "booking reservation",
    "picture photo image", "signup registration", "medication medicine drug", "vehicle car",
    "zip postcode postal", "destination dest", "score mark", "mail email", "pickup start",
    "dropoff end", "truck lorry", "match fixture", "bill invoice", "home domicile", "away exterieur visitor",
    "staff personnel", "job position", "sector industry", "telephone phone", "capacity size",
)  # fmt: skip

IRREGULAR: dict[str, str] = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "mice": "mouse",
    "teeth": "tooth",
    "staff": "staff",
    "series": "series",
    "species": "species",
    "diagnoses": "diagnosis",
    "analyses": "analysis",
    "criteria": "criterion",
    "bonuses": "bonus",
    "statuses": "status",
    "statuts": "statut",
    "buses": "bus",
    "movies": "movie",
    "cookies": "cookie",
    "pays": "pays",
    "prix": "prix",
    "temps": "temps",
    "cours": "cours",
    "avis": "avis",
    "bus": "bus",
    "lieux": "lieu",
    "jeux": "jeu",
    "travaux": "travail",
    "yeux": "oeil",
    "mois": "mois",
}

# What columns of such names are also called; each phrase as words.
_PHRASES = """
job title: position/function/occupation/role/job/poste/fonction/metier
birth date: birthday/date de naissance; date naissance: birthday/birth date
first name: given name/forename/prenom; last name: surname/family name/nom de famille/nom
payment method: means of payment/mode de paiement/moyen de paiement/paid by; pay method: payment method
payment type: payment method/mode de paiement; zip code: postcode/postal code/code postal
postal code: postcode/zip/zip code; unit price: price/prix/prix unitaire; list price: price/prix
employee count: headcount/number of employees/employees/effectif/employes
staff count: headcount/number of employees/effectif
phone number: phone/telephone; industry: sector/secteur; sector: industry; activity: sector
total amount: total/amount/montant/total value; order total: total/amount/value; total price: total/price
company name: company/entreprise/societe; street address: address
"""


def _phrases() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    found = {}
    for entry in _PHRASES.strip().replace("\n", ";").split(";"):
        name, _, others = entry.partition(":")
        found[tuple(name.split())] = tuple(
            tuple(word for word in other.split() if word not in ("of", "de"))
            for other in others.strip().split("/")
        )
    return found


PHRASES = _phrases()
