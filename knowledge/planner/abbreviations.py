"""Data and rules: what names of tables and columns shorten; a short name may have several senses."""

from __future__ import annotations

from functools import lru_cache

from knowledge.planner.translations import IRREGULAR, NOUN_PAIRS, SAME

# short:long; "|" between senses, "_" between words. The question's own word chooses among the senses.
_SHORT = """
accno:account_number acct:account act:active activ:active actv:active addr:address adr:address|adresse
agcy:agency alt:altitude amnt:amount amt:amount ann:annual appl:application appt:appointment apt:apartment
arr:arrival attr:attribute auth:author avail:available avg:average bal:balance bday:birth_date bk:book
bkg:booking bldg:building bnk:bank brd:brand brn:branch cap:capacity cat:category categ:category cd:code
cde:commande chk:check cli:client clt:client cmd:commande cmnt:comment cmpgn:campaign cmt:comment cnt:count
cntry:country co:company comm:comment|commission cons:consultation contr:contract corp:company cpny:company
cre:created creat:created crs:course crt:created|cart ct:count ctr:contract|center ctry:country cty:city
curr:currency cust:customer custno:customer_number ddn:birth_date deb:start decr:description deliv:delivery
dep:departure|department depart:departure dept:department des:description desc:description descr:description
desg:designation dest:destination diag:diagnosis dir:director|direction disc:discount dist:distance|district
div:division dlv:delivery dlvr:delivery dlvry:delivery dob:birth_date doc:document|doctor dp:department
dr:doctor drv:driver dt:date dte:date dur:duration eff:effective elem:element emp:employee empid:employee_id
empl:employee eng:engine enr:enrollment equip:equipment err:error est:estimated etab:etablissement
etud:etudiant evt:event exp:expiry|expense|experience fac:facture fact:facture fam:family flr:floor
flt:flight fname:first_name fourn:fournisseur freq:frequency gndr:gender grp:group hist:history
hosp:hospital hr:hour hrs:hours ht:height hum:humidity img:image ins:insurance inst:instructor
instr:instructor inv:invoice|inventory invt:inventory itm:item jrn:day kbn:kind lang:language lat:latitude
len:length lib:libelle libel:libelle lic:license lname:last_name lng:longitude loc:location lon:longitude
lvl:level mag:magasin maint:maintenance manuf:manufacturer mat:matiere|material matr:matricule mbr:member
mdl:model med:medication|medecin mem:member mfg:manufacturer mfr:manufacturer mgr:manager mnt:montant
msg:message mt:montant mtg:meeting mth:month naiss:naissance nat:nationality nb:number nbr:number nm:name
nme:name no:number notif:notification nr:number num:number obj:object occ:occupation op:operator|operation
ord:order org:organization orig:origin pay:payment paymt:payment pct:percentage pd:paid perf:performance
perm:permission pers:person ph:phone phn:phone plc:place plt:plate pmt:payment pnr:booking_reference
pop:population pos:position pr:price prc:price precip:precipitation prio:priority prj:project prod:product
prof:professor|profession proj:project promo:promotion prov:province|provider prt:part pt:point|patient
purch:purchase pwd:password px:price qte:quantite qtr:quarter qty:quantity quant:quantity rcpt:receipt
rdv:rendezvous rec:received recd:received ref:reference reg:region|registration rem:remark|remise
rep:representative req:request|requested res:reservation|result resa:reservation ret:return retd:returned
rev:revenue|review rgn:region rm:room rmk:remark rsn:reason rt:route|rate rtg:rating sal:salary|salarie
sat:satisfaction sched:scheduled seq:sequence ser:serial sess:session sev:severity sgmt:segment
ship:shipment|ship shp:shipment|ship shpd:shipped shpmt:shipment sig:signature sku:product slsp:salesperson
soc:societe spec:specialty st:status|street|state sta:station|status stat:status|station stn:station
stor:store str:street|store|start stu:student stud:student sub:subscription|subject subj:subject
subs:subscription sup:supplier supp:supplier suppl:supplier surf:surface svc:service tech:technician
tel:phone temp:temperature term:termination terr:territory tgt:target thr:threshold tkt:ticket tm:time|team
tmstmp:timestamp tot:total trans:transaction transp:transport trf:transfer trk:truck|track
trn:training|train trx:transaction ttl:title|total tx:transaction|tax txn:transaction typ:type
uni:university univ:university upd:updated usr:user util:utilisateur val:value veh:vehicle vend:vendor
ver:version vil:ville visib:visibility vol:volume|vol vst:visit wgt:weight wh:warehouse whs:warehouse
whse:warehouse wk:week wkr:worker wt:weight xact:transaction yr:year zn:zone
"""
_TABLE_PREFIXES = frozenset({"tbl", "dim", "fact", "fct", "t", "tb", "stg", "vw", "tab", "mst", "ref"})
_TABLE_SUFFIXES = frozenset({"tbl", "table", "dim", "fact", "mst", "master", "hdr", "t", "data", "info"})
_VOWELS = frozenset("aeiou")
_SHORT_ENDS = ("id", "no", "nm", "dt", "cd", "ts")
_MORE_WORDS = "first last unit total due end start full zip post code min max sub gross net new old is"


def _senses() -> dict[str, tuple[tuple[str, ...], ...]]:
    pairs = (entry.partition(":") for entry in _SHORT.split())
    return {
        short: tuple(tuple(sense.split("_")) for sense in senses.split("|")) for short, _, senses in pairs
    }


_SENSES = _senses()
_WORDS = frozenset(
    [
        *(word for pair in NOUN_PAIRS for side in pair for word in side.split("/")),
        *(word for group in SAME for word in group.split()),
        *IRREGULAR.values(),
        *_MORE_WORDS.split(),
    ]
)


def senses(word: str) -> tuple[tuple[str, ...], ...]:
    """What a word of a name may stand for, each sense as words: "dep" -> departure, department."""
    if word in _SENSES:
        return _SENSES[word]
    if word.endswith("s") and word[:-1] in _SENSES and word not in _WORDS:
        return _SENSES[word[:-1]]
    return _run_together(word)


def expand(word: str) -> tuple[str, ...]:
    """All words that an abbreviation in a name may stand for; a plain word gives nothing."""
    return tuple(dict.fromkeys(part for sense in senses(word) for part in sense))


@lru_cache(maxsize=5_000)
def _run_together(word: str) -> tuple[tuple[str, ...], ...]:
    """Two words written as one: "orderdate" -> order, date; "custid" -> customer, id."""
    if len(word) < 6 or word in _WORDS or word.rstrip("s") in _WORDS:
        return ()
    ways = []
    for cut in range(3, len(word) - 1):
        first, second = word[:cut], word[cut:]
        known = first in _WORDS or first in _SENSES
        ends = second in _SHORT_ENDS or (len(second) > 2 and (second in _WORDS or second in _SENSES))
        if known and ends:
            ways.append((_SENSES.get(first, ((first,),))[0], _SENSES.get(second, ((second,),))[0]))
    return ((*ways[0][0], *ways[0][1]),) if len(ways) == 1 else ()


def shortens(short: str, word: str) -> bool:
    """Whether a part of a name without vowels may be the word: trk for truck, whs for warehouse."""
    if len(short) < 3 or _VOWELS & set(short) or not word or short[0] != word[0] or len(word) <= len(short):
        return False
    consonants = "".join(char for char in word if char not in _VOWELS)
    if consonants.startswith(short):
        return True
    place = 0
    for char in consonants:
        if place < len(short) and char == short[place]:
            place += 1
    return place == len(short) and len(short) >= 0.6 * len(consonants)


def bare_name(words: tuple[str, ...], prefix: str = "") -> tuple[str, ...]:
    """A table's name without what only says that it is a table: tbl_orders, dim_customer, crm_contacts."""
    while len(words) > 1 and (words[0] in _TABLE_PREFIXES or words[0] == prefix):
        words = words[1:]
    while len(words) > 1 and words[-1] in _TABLE_SUFFIXES:
        words = words[:-1]
    return words
