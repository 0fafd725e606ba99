"""Common words of tables and columns in English and French, and their plurals. Modest on purpose."""

from __future__ import annotations

# English singular: French singular.
_NOUNS = """
account:compte activity:activité address:adresse age:âge agency:agence aircraft:avion airline:compagnie
airport:aéroport album:album altitude:altitude amount:montant answer:réponse appointment:rendez-vous
area:zone arrival:arrivée article:article artist:artiste attendance:présence author:auteur balance:solde
bank:banque bed:lit bike:vélo bill:facture birth:naissance birthday:anniversaire book:livre
booking:réservation borrower:emprunteur brand:marque browser:navigateur budget:budget building:bâtiment
bus:bus campaign:campagne cancellation:annulation capacity:capacité car:voiture card:carte
carrier:transporteur cart:panier category:catégorie channel:canal charge:charge check-in:check-in
child:enfant city:ville claim:réclamation class:classe client:client clinic:clinique club:club code:code
color:couleur comment:commentaire company:entreprise consultation:consultation contact:contact
content:contenu contract:contrat copy:exemplaire cost:coût count:nombre country:pays coupon:coupon
course:cours creation:création currency:devise customer:client date:date day:jour deadline:échéance
delay:retard delivery:livraison department:département departure:départ description:description
destination:destination detail:détail device:appareil diagnosis:diagnostic director:réalisateur
discount:remise distance:distance district:arrondissement doctor:médecin document:document dose:dose
driver:chauffeur duration:durée email:e-mail employee:employé end:fin engine:moteur enrollment:inscription
equipment:équipement event:événement expense:dépense experience:expérience expiration:expiration
family:famille fare:tarif fee:frais feedback:retour field:champ file:fichier film:film flight:vol
floor:étage fuel:carburant game:jeu gender:genre genre:genre grade:note group:groupe guest:hôte
height:hauteur holiday:vacances hospital:hôpital host:hôte hotel:hôtel hour:heure humidity:humidité
image:image income:revenu ingredient:ingrédient insurance:assurance inventory:inventaire
invitation:invitation invoice:facture issue:problème item:article job:emploi key:clé kind:type
label:libellé language:langue latitude:latitude lease:bail lesson:leçon level:niveau library:bibliothèque
line:ligne link:lien list:liste loan:prêt location:lieu login:connexion longitude:longitude
machine:machine manager:responsable manufacturer:constructeur margin:marge market:marché match:match
medication:médicament member:membre membership:adhésion menu:menu message:message method:méthode
minute:minute model:modèle month:mois movie:film name:nom nationality:nationalité note:note number:numéro
nurse:infirmier offer:offre office:bureau opening:ouverture operation:opération operator:opérateur
order:commande organization:organisation origin:origine owner:propriétaire package:colis page:page
parent:parent partner:partenaire passenger:passager passport:passeport patient:patient pay:paie
payment:paiement percentage:pourcentage period:période person:personne phone:téléphone photo:photo
place:lieu plan:forfait plane:avion platform:plateforme player:joueur point:point policy:police
population:population position:position post:publication prescription:ordonnance pressure:pression
price:prix priority:priorité procedure:procédure product:produit profession:profession
professor:professeur profit:bénéfice project:projet promotion:promotion property:propriété
provider:fournisseur province:province publication:publication publisher:éditeur purchase:achat
quantity:quantité quarter:trimestre question:question race:course rain:pluie rank:rang rate:taux
rating:note reader:lecteur reason:raison receipt:reçu recipe:recette reference:référence
refund:remboursement region:région registration:inscription rendez-vous:rendez-vous rent:loyer
rental:location report:rapport request:demande reservation:réservation resource:ressource
restaurant:restaurant result:résultat return:retour revenue:revenu review:avis ride:trajet road:route
role:rôle room:chambre route:itinéraire salary:salaire sale:vente school:école score:score season:saison
seat:siège second:seconde section:section sector:secteur seller:vendeur sender:expéditeur sensor:capteur
service:service session:session sex:sexe shift:équipe shipment:expédition shipping:livraison shop:boutique
signup:inscription site:site size:taille skill:compétence slot:créneau snow:neige source:source
specialty:spécialité speed:vitesse sport:sport staff:personnel stage:étape start:début state:état
station:station status:statut stay:séjour step:étape stock:stock stop:arrêt store:magasin street:rue
student:élève subject:sujet subscription:abonnement supplier:fournisseur surface:surface table:table
tag:étiquette target:cible task:tâche tax:taxe teacher:enseignant team:équipe temperature:température
tenant:locataire terminal:terminal test:test ticket:billet time:heure tip:pourboire title:titre tool:outil
topic:thème town:ville track:piste training:formation transaction:transaction transfer:transfert
treatment:traitement trip:trajet truck:camion type:type unit:unité update:mise_à_jour user:utilisateur
value:valeur vehicle:véhicule vendor:fournisseur venue:lieu version:version video:vidéo
visibility:visibilité visit:visite visitor:visiteur volume:volume vote:vote ward:service
warehouse:entrepôt warranty:garantie weather:météo website:site week:semaine weekday:jour_de_semaine
weight:poids wind:vent word:mot worker:ouvrier year:année zone:zone
"""

# Adjectives stand after the noun in French.
_ADJECTIVES = """
active:actif actual:réel annual:annuel available:disponible average:moyen cancelled:annulé
casual:occasionnel closed:fermé completed:terminé confirmed:confirmé created:créé current:actuel
daily:quotidien deleted:supprimé due:dû expected:attendu external:externe final:final free:gratuit
full:complet gross:brut initial:initial internal:interne main:principal maximum:maximum mean:moyen
medical:médical minimum:minimum monthly:mensuel net:net open:ouvert overall:global paid:payé planned:prévu
primary:principal private:privé public:public registered:inscrit remaining:restant scheduled:prévu
secondary:secondaire total:total unique:unique unitary:unitaire updated:modifié validated:validé
weekly:hebdomadaire yearly:annuel
"""

# What names shorten; nothing for what says nothing.
_ABBREVIATIONS = """
acct:account addr:address alt:altitude amt:amount arr:arrival atemp:feeling_temperature avg:average
bal:balance bday:birthday cat:category cnt:count cust:customer dep:departure dept:department
desc:description dest:destination dewp:dew_point dim:dimension dir:direction dist:distance dob:birth_date
dteday:day emp:employee est:estimated expiry:expiration fk: fname:first_name holidays:holiday hum:humidity
humid:humidity id:ID inv:invoice lang:language lat:latitude lname:last_name lng:longitude loc:location
lon:longitude long:longitude max:maximum mgr:manager min:minimum msg:message nb:number nbr:number
no:number num:number org:organization pct:percentage perc:percentage pmt:payment precip:precipitation
prod:product qty:quantity ref:reference reg:registration res:reservation sched:scheduled seq:sequence
std:standard tailnum:tail_number tbl: tel:phone temp:temperature tot:total trans:transaction ts:time
txn:transaction tz:time_zone visib:visibility vol:volume weathersit:weather_situation windspeed:wind_speed
yob:birth_year yr:year
"""

# The sense a French name has, where another English word has the same translation.
_FRENCH_FIRST = """
actif:active avion:plane chambre:room client:customer code:code commande:order course:race date:date
debut:start duree:duration equipe:team etat:state facture:invoice film:film fin:end fournisseur:supplier
genre:genre heure:time hote:guest inscription:registration libelle:label lieu:place location:rental
medecin:doctor montant:amount motif:reason naissance:birth nom:name nombre:number note:rating pays:country
prenom:first_name prix:price rdv:appointment reservation:reservation revenu:income service:department
sexe:sex site:site statut:status tel:phone telephone:phone total:total type:type ville:city
"""

# Phrases whose French is not made from its parts.
_PHRASES = """
birth_date:date_de_naissance due_date:date_d'échéance first_name:prénom full_name:nom_complet
last_name:nom_de_famille order_item:ligne_de_commande order_detail:ligne_de_commande
point_of_sale:point_de_vente order_line:ligne_de_commande postal_code:code_postal unit_price:prix_unitaire
zip_code:code_postal time_zone:fuseau_horaire credit_card:carte_de_crédit phone_number:numéro_de_téléphone
payment_status:statut_de_paiement payment_method:moyen_de_paiement flight_date:date_de_vol
"""

# What happened at a time: created_at, paid_on.
_STAMPS = """
booked:date_de_réservation cancelled:date_d'annulation canceled:date_d'annulation completed:date_de_fin
created:date_de_création delivered:date_de_livraison ended:date_de_fin ends:date_de_fin
launched:date_de_lancement occurred:date ordered:date_de_commande paid:date_de_paiement
refunded:date_de_remboursement registered:date_d'inscription returned:date_de_retour
shipped:date_d'expédition signed_up:date_d'inscription started:date_de_début starts:date_de_début
updated:date_de_mise_à_jour
"""

# Two words that are one.
_JOINED = """
check_in:check-in check_ins:check-ins e_mail:email rendez_vous:rendez-vous sign_up:signup sign_ups:signups
"""


def _entries(text: str) -> dict[str, str]:
    pairs = (entry.split(":") for entry in text.split())
    return {english.replace("_", " "): french.replace("_", " ") for english, french in pairs}


NOUNS = _entries(_NOUNS)
ADJECTIVES = _entries(_ADJECTIVES)
ABBREVIATIONS = _entries(_ABBREVIATIONS)
FRENCH_FIRST = _entries(_FRENCH_FIRST)
PHRASES = _entries(_PHRASES)
STAMPS = _entries(_STAMPS)
JOINED = _entries(_JOINED)

_IRREGULAR = _entries(
    """
    aircraft:aircraft bus:buses child:children cookie:cookies diagnosis:diagnoses equipment:equipment
    feedback:feedback inventory:inventories movie:movies news:news person:people rendez-vous:rendez-vous
    series:series staff:staff status:statuses weather:weather
    """
)
_SINGULAR = {plural: singular for singular, plural in _IRREGULAR.items()}
_NO_PLURAL_S = ("ss", "us", "is")


def plural(word: str) -> str:
    """The English plural of a noun: category -> categories."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def singular(word: str) -> str:
    """The English singular of a noun; a word that is none already comes back as it is."""
    if word in _SINGULAR:
        return _SINGULAR[word]
    if word in _IRREGULAR or len(word) < 4 or word.endswith(_NO_PLURAL_S) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y" if len(word) > 5 else word[:-1]
    if word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def french_plural(word: str) -> str:
    """The French plural of a noun, its first word alone: mise à jour -> mises à jour."""
    first, space, rest = word.partition(" ")
    if first.endswith(("s", "x", "z")):
        return word
    if first.endswith("al"):
        return f"{first[:-2]}aux{space}{rest}"
    return f"{first}{'x' if first.endswith(('eau', 'eu')) else 's'}{space}{rest}"


def french_singular(word: str) -> str:
    """The French singular, as well as its end tells."""
    if word.endswith("aux") and not word.endswith("eaux"):
        return f"{word[:-3]}al"
    if word.endswith("eaux") or (word.endswith("s") and len(word) > 3 and not word.endswith("ss")):
        return word[:-1]
    return word
