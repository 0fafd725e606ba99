"""French phrases. Phrases are separated by semicolons or lines; accents and case do not count."""

from __future__ import annotations

from knowledge.planner.lexicon.tags import TagKind as T

PHRASES: dict[tuple[T, str], str] = {
    (T.FILLER, ""): """
        le;la;les;l;un;une;des;du;de;d;est;sont;etait;etaient;a ete;ont ete;ete;a;ont;avons;avez;ai;as;eu
        eut;il y a;il y avait;y a t il;y a;y avait;y en a;en a t on;nos;notre;mon;ma;mes;votre;vos;leur
        leurs;son;sa;ses;je;j;suis;nous;vous;on;il;elle;ils;elles;t il;t elle;t on;t;y;que;qu
        s il vous plait
        s il te plait;svp;stp;peux tu;pouvez vous;pourriez vous;je veux;je voudrais;j aimerais;savoir;voir
        connaitre;bonjour;salut;moi;ce;cet;cette;ces;cela;ca;c;c est;au total;en tout;tous;tous les;toutes
        toutes les;tout;toute;donnees;base de donnees;lignes;enregistrements;fait;faits;faites;passe
        passes;passees;eu lieu;ont eu lieu;enregistres;enregistrees;realise;realises;realisees;realisee
        effectues;effectuees;effectue;existe;existent;dispose;disposons;compte;comptons;avons nous
        avez vous;a t on;avait;avaient;qui;dont le;dont la;qui est;qui sont;qui etaient;qui ont ete
        qui a ete;aux;valeur;valeurs;actuellement;maintenant;exactement;on a;nous avons;s;n;se;m;ne
        repartition;chiffres;statistiques;resultats;resultat;graphique;graphique de;courbe;courbe de
        tableau;rapport;habitant;habitent;vivant;situes;situees;base;bases;nomme;nommee;appele;appelee
        intitule;intitulee;genere;genere par;generes;rapporte;vient;viennent;venant;recu;recus;recues
        enregistre;ensemble des;ensemble de;l ensemble des;ceux;euro;euros;dollar;dollars;$;€;£;celles
        celui;celle;?;:;donc;alors;bien;deja;merci de;veuillez;part;par ordre decroissant
        du plus grand au plus petit;en ordre decroissant;encore;restent;reste;travaillent;travaille""",
    (T.LIST, ""): """
        montre;montre moi;montrez;montrez moi;affiche;afficher;affiche moi;affichez;liste;lister;listez
        liste des;liste de;la liste des;donne;donne moi;donnez moi;donnez;trouve;trouver;trouvez;dis moi
        dites moi;cherche;voir la liste des;presente;fais voir;noms des""",
    (T.WHICH, ""): """
        quel;quelle;quels;quelles;quel est;quelle est;quels sont;quelles sont;quel etait;quelle etait
        quel a ete;quelle a ete;quels ont ete;quelles ont ete;quels etaient;qui a;qui ont;lequel;laquelle
        lesquels;lesquelles;qui est;qui sont;qu est ce que;quelles etaient""",
    (T.WHEN, ""): """
        quand;a quelle date;quand a;quand est;a quel moment;quelle est la date de;quelle est la date du""",
    (T.HOW_MANY, ""): """
        combien de;combien d;nombre de;nombre d;le nombre de;le nombre d;combien y a t il de
        combien y a t il d;combien;nombre;nombre total de;nombre total d;nb de;nb;combien avons nous de
        combien avons nous d;combien a t on de;nombre des;combien y avait il de;combien des
        combien y a il de;combien de fois;compte des;le nombre total de;le nombre total d;combien y en a
        volume de""",
    (T.AGGREGATE, "sum"): """
        total;totale;totaux;totales;somme;somme de;somme des;somme du;la somme des;cumul;cumule;cumulee
        total de;total des;total du""",
    (T.AGGREGATE, "average"): """
        moyen;moyenne;moyens;moyennes;moyenne de;moyenne des;moyenne du;la moyenne des;en moyenne
        la moyenne de;la moyenne du;moyenne d;moyenne de la;moyenne de l;nombre moyen de;nombre moyen d
        le nombre moyen de;le nombre moyen d""",
    (T.AGGREGATE, "minimum"): "minimum;minimal;minimale;minimum de;minimum des;min;minimum du",
    (T.AGGREGATE, "maximum"): "maximum;maximal;maximale;maximum de;maximum des;max;maximum du",
    (T.AGGREGATE, "median"): "mediane;median;mediane de;mediane des;mediane du;la mediane des",
    (T.DISTINCT, ""): """
        distinct;distincts;distincte;distinctes;unique;uniques;different;differents;differentes;differente""",
    (T.TOP, "high"): """
        top;plus haut;plus haute;plus hauts;plus eleve;plus elevee;plus eleves;plus elevees;plus grand
        plus grande;plus grands;plus grandes;plus gros;plus grosse;plus grosses;plus fort;plus forte
        plus forts;plus fortes;premiers;premieres;le plus eleve;la plus elevee;les plus eleves
        les plus elevees;le plus haut;la plus haute;le plus grand;la plus grande;les plus grands
        les plus grandes;plus important;plus importants;plus importantes;plus importante;le plus important
        les plus importants;les plus gros;le plus gros;la plus forte;le plus fort;principal;principale
        principaux;principales;les principaux;les principales""",
    (T.TOP, "low"): """
        plus bas;plus basse;plus basses;moins eleve;moins elevee;moins eleves;plus petit;plus petite
        plus petits;plus petites;plus faible;plus faibles;le plus bas;la plus basse;les plus bas
        le plus petit;la plus petite;les plus petits;les plus petites;le plus faible;la plus faible
        les plus faibles;les plus basses;flop""",
    (T.TOP, "best"): """
        meilleur;meilleure;meilleurs;meilleures;le meilleur;la meilleure;les meilleurs;les meilleures
        plus performants;plus performantes""",
    (T.TOP, "worst"): """
        pire;pires;le pire;la pire;les pires;plus mauvais;plus mauvaise;plus mauvaises;moins bon
        moins bons""",
    (T.ADJECTIVE, "high:duration length distance runtime time minutes"): """
        plus long;plus longue;plus longs;plus longues;le plus long;la plus longue;les plus longs
        les plus longues""",
    (T.ADJECTIVE, "low:duration length distance runtime time minutes"): """
        plus court;plus courte;plus courts;plus courtes;le plus court;la plus courte;les plus courts
        les plus courtes""",
    (T.ADJECTIVE, "high:price cost fare fee amount nightly hourly"): """
        plus cher;plus chere;plus chers;plus cheres;le plus cher;la plus chere;les plus chers
        les plus cheres""",
    (T.ADJECTIVE, "low:price cost fare fee amount nightly hourly"): """
        moins cher;moins chere;moins chers;moins cheres;le moins cher;la moins chere;les moins chers
        les moins cheres""",
    (T.ADJECTIVE, "low:birth age~ year founded built"): """
        plus vieux;plus vieille;plus age;plus agee;plus ages;le plus vieux;la plus vieille;les plus vieux
        le plus age;les plus ages;les plus agees;la plus agee""",
    (T.ADJECTIVE, "high:birth age~ year founded built"): """
        plus jeune;plus jeunes;le plus jeune;la plus jeune;les plus jeunes""",
    (T.ADJECTIVE, "high:weight mass"): """
        plus lourd;plus lourds;plus lourde;le plus lourd;la plus lourde;les plus lourds""",
    (T.ADJECTIVE, "low:weight mass"): "plus leger;plus legere;plus legers;le plus leger;la plus legere",
    (T.ADJECTIVE, "high:speed"): "plus rapide;plus rapides;le plus rapide;la plus rapide;les plus rapides",
    (T.ADJECTIVE, "low:speed"): "plus lent;plus lents;plus lente;le plus lent;la plus lente",
    (T.ADJECTIVE, "high:salary wage pay"): """
        mieux paye;mieux payes;mieux payee;mieux payees;le mieux paye;les mieux payes""",
    (T.ADJECTIVE, "low:salary wage pay"): "moins bien paye;moins bien payes",
    (T.ADJECTIVE, "high:rating score stars"): """
        mieux note;mieux notes;mieux notee;mieux notees;le mieux note;les mieux notes;la mieux notee
        les mieux notees""",
    (T.ADJECTIVE, "low:rating score stars"): "moins bien note;moins bien notes;moins bien notees",
    (T.ADJECTIVE, "high:temperature"): "plus chaud;plus chaude;plus chauds",
    (T.ADJECTIVE, "low:temperature"): "plus froid;plus froide;plus froids",
    (T.ADJECTIVE, "high:population inhabitants"): "plus peuple;plus peuplee;plus peuples;plus peuplees",
    (T.RECENT, "high"): """
        dernier;derniere;derniers;dernieres;plus recent;plus recente;plus recents;plus recentes
        le plus recent;la plus recente;les plus recents;les plus recentes;le dernier;la derniere
        en dernier;en dernier lieu;pour la derniere fois;la derniere fois""",
    (T.RECENT, "low"): """
        premier;premiere;plus ancien;plus ancienne;plus anciens;plus anciennes;le premier;la premiere
        le plus ancien;la plus ancienne;les plus anciens;les plus anciennes""",
    (T.POPULAR, "high"): """
        populaire;populaires;plus populaire;plus populaires;les plus populaires;le plus populaire
        la plus populaire
        plus frequent;plus frequents;plus frequente;plus frequentes;les plus frequents;les plus frequentes
        le plus frequent;la plus frequente;plus courant;plus courants;plus courante;plus courantes
        plus utilise;plus utilises;plus actif;plus actifs;les plus actifs;plus actives""",
    (T.POPULAR, "low"): """
        moins populaire;moins populaires;moins frequent;moins frequents;moins utilise;moins utilises
        plus rares;moins actifs""",
    (T.BY, ""): """
        par;selon;ventile par;ventilee par;ventiles par;en fonction de;en fonction du
        groupe par;groupes par;regroupe par;regroupes par;reparti par;repartis par;repartition par
        suivant;decoupe par;detaille par
        pour les differents;pour les differentes;d apres""",
    (T.PREPOSITION, "assigned assignee responsible"): """
        assigne a;assignes a;assignee a;assignees a;attribue a;attribues a;attribuees a;affectes a""",
    (T.PREPOSITION, "manager supervisor boss responsible lead head"): """
        dirige par;diriges par;dirigees par;encadres par;supervises par;geres par;gere par""",
    (
        T.PREPOSITION,
        "created creator author by",
    ): "cree par;crees par;creees par;creee par;ouverts par;saisis par",
    (T.BY, "each"): "chaque;pour chaque;par chaque;de chaque;dans chaque;a chaque;sur chaque",
    (T.ORDERED, ""): """
        trie par;tries par;triees par;classe par;classes par;classees par;ordonne par;trier par
        classer par;par ordre de""",
    (T.PREPOSITION, "origin source from start departure sender pickup"): """
        depuis;au depart de;en provenance de;en provenance du;partant de;partis de;au depart d;partant du
        en partance de""",
    (T.PREPOSITION, "destination dest to end arrival target receiver dropoff"): """
        vers;a destination de;a destination du;arrivant a;jusqu a;a destination d;allant a;arrives a""",
    (T.PREPOSITION, ""): """
        en;dans;a;au;aux;sur;pour;chez;via;concernant;parmi;entre;lors de;lors du;lors des;provenant de
        issus de;issues de;originaires de""",
    (T.PREPOSITION, "by"): """
        ecrit par;ecrits par;fabrique par;fabriques par;realise par;realises par;publie par;publies par
        opere par;operes par;vendus par;vendues par;construits par;passees par;effectues par""",
    (T.WITH, ""): """
        avec;ayant;qui a;qui ont;qui avaient;qui avait;dont;ou;possedant;comportant;incluant;contenant
        disposant de""",
    (T.COMPARE, ">"): """
        plus de;plus d;plus que;superieur a;superieure a;superieurs a;superieures a;au dessus de;depasse
        depassent;depassant;au dela de;plus grand que;plus grande que;plus eleve que;excede;>;superieur au
        superieure au;de plus de;de plus d""",
    (T.COMPARE, ">:price cost fare fee amount"): """
        coutant plus de;plus cher que;plus chers que;plus cheres que;coutent plus de;coute plus de
        a plus de""",
    (T.COMPARE, "<:price cost fare fee amount"): """
        coutant moins de;moins cher que;moins chers que;moins cheres que;coutent moins de;coute moins de
        a moins de""",
    (T.COMPARE, ">:duration length distance runtime time"): """
        plus long que;plus longue que;plus longs que;plus longues que;durant plus de""",
    (T.COMPARE, "<:duration length distance runtime time"): """
        plus court que;plus courte que;plus courts que;plus courtes que;durant moins de""",
    (T.COMPARE, ">:age"): "plus age que;plus ages que;plus agees que",
    (T.COMPARE, "<:age"): "plus jeune que;plus jeunes que",
    (T.COMPARE, "<"): """
        moins de;moins d;moins que;inferieur a;inferieure a;inferieurs a;inferieures a;en dessous de
        au dessous de;sous;plus petit que;plus petite que;<;de moins de;de moins d""",
    (T.COMPARE, ">="): """
        au moins;superieur ou egal a;superieure ou egale a;ou plus;>=;≥;minimum;un minimum de;d au moins""",
    (T.COMPARE, "<="): """
        au plus;inferieur ou egal a;inferieure ou egale a;ou moins;<=;≤;maximum;un maximum de;jusqu a
        pas plus de;d au plus""",
    (T.COMPARE, "="): "egal a;egale a;egaux a;egal;=;exactement;valant;egales a",
    (T.COMPARE, "!="): "different de;differente de;differents de;!=;<>;≠",
    (T.BETWEEN, ""): "entre;compris entre;comprise entre;comprises entre;allant de",
    (T.AND, ""): "et;ainsi que;&;,;et aussi;et de;et du;et des;et les;et le;et la",
    (T.OR, ""): "ou;ou bien;soit",
    (T.NOT, ""): """
        pas;n est pas;ne sont pas;sauf;hors;excepte;a l exception de;a l exception du;a l exception des
        autre que;autres que;excluant;en excluant;non;hormis;en dehors de;pas encore;jamais;pas ete;ne pas
        n ont pas;n a pas;mais pas;a part;ne sont;exclure""",
    (T.WITHOUT, ""): """
        sans;sans aucun;sans aucune;n ayant pas de;n ayant pas d;qui n ont pas de;qui n ont pas d
        n a pas de;n ont pas de;n ont pas d;n a pas d;n ont aucun;aucun;aucune""",
    (T.MISSING, ""): """
        manquant;manquante;manquants;manquantes;vide;vides;null;inconnu;inconnue;inconnus;inconnues
        non renseigne;non renseignee;non renseignes;absent;absente;n est pas renseigne
        n est pas renseignee;pas renseigne;pas renseignee;pas renseignes;pas renseignees
        non renseignees;n est pas rempli;n est pas remplie;pas rempli;pas remplie;pas remplis;pas remplies
        non rempli;non remplie;non remplis;non remplies;n est pas saisi;n est pas saisie;pas saisi
        pas saisie
        non saisi;non saisie;n est pas indique;pas indique;pas indiquee;non indique;non indiquee;pas connu
        pas connue;n est pas connu;n est pas connue;non connu;non connue""",
    (T.PRESENT, ""): """
        renseigne;renseignee;connu;connue;renseignes;renseignees;non vide;non null;connus
        rempli;remplie;remplis;remplies;renseignees""",
    (T.UNIT, "hour"): "heure;heures",
    (T.UNIT, "day"): "jour;jours;journee;journees;date",
    (T.UNIT, "week"): "semaine;semaines",
    (T.UNIT, "month"): "mois",
    (T.UNIT, "quarter"): "trimestre;trimestres",
    (T.UNIT, "year"): "annee;annees;an;ans",
    (T.GRAIN, "hour"): "par heure;horaire;chaque heure;heure par heure;a l heure;toutes les heures",
    (T.GRAIN, "day"): """
        par jour;quotidien;quotidienne;quotidiens;quotidiennes;chaque jour;jour par jour;journalier
        journaliere;quotidiennement;journaliers""",
    (T.GRAIN, "week"): "par semaine;hebdomadaire;hebdomadaires;chaque semaine;semaine par semaine;hebdo",
    (T.GRAIN, "month"): """
        par mois;mensuel;mensuelle;mensuels;mensuelles;chaque mois;mois par mois;mensuellement;au mois
        de chaque mois""",
    (T.GRAIN, "quarter"): """
        par trimestre;trimestriel;trimestrielle;trimestriels;trimestrielles;chaque trimestre
        trimestre par trimestre""",
    (T.GRAIN, "year"): """
        par an;par annee;annuel;annuelle;annuels;annuelles;chaque annee;chaque an;annuellement
        annee par annee;d annee en annee;tous les ans""",
    (T.TREND, ""): """
        au fil du temps;dans le temps;evolution;evolution de;evolution du;evolution des;evolue;evolue t il
        a evolue;ont evolue;tendance;tendances;au cours du temps;evolution d;evoluent;avec le temps
        historique;historique des;l evolution;evolution de la;evolution de l""",
    (T.NEW, ""): "nouveau;nouveaux;nouvelle;nouvelles;nouvel",
    (T.VERB, "signup created registered registration joined"): """
        inscrit;inscrits;inscrite;inscrites;se sont inscrits;sont inscrits;se sont inscrites;enregistre
        enregistres;adhere;rejoint;se sont abonnes""",
    (T.VERB, "created opened"): """
        cree;crees;creee;creees;ajoute;ajoutes;ajoutees;ouvert;ouverts;ouvertes;soumis;soumises;saisis
        saisies;deposes;deposees;emis;emises;signales;signalees""",
    (T.VERB, "start started begin"): """
        commence;commences;demarre;demarres;debute;debutes;ayant commence;ont commence;a commence""",
    (T.VERB, "end ended finish"): "termine;termines;fini;finis;terminee;terminees;finies",
    (T.VERB, "hire hired"): "embauche;embauches;embauchee;embauchees;recrute;recrutes;recrutees",
    (T.VERB, "birth born"): "ne;nes;nee;nees",
    (T.VERB, "release released publication published"): """
        sorti;sortis;sortie;sorties;publie;publies;publiee;publiees;paru;parus;parues""",
    (T.VERB, "ship shipped"): "expedie;expedies;expediee;expediees;envoye;envoyes;envoyees",
    (T.VERB, "deliver delivered delivery"): "livre;livres;livree;livrees",
    (T.VERB, "return returned"): "retourne;retournes;retournee;retournees;rendu;rendus;rendue;rendues",
    (T.VERB, "built year construction manufactured"): """
        construit;construits;construite;construites;fabrique;fabriques""",
    (T.DEED, "order purchase sale"): """
        achete;achetes;achetent;ont achete;a achete;commande;ont commande;a commande;ayant commande
        ayant achete;acheter""",
    (T.DEED, "sale order"): "vendu;vendus;vendue;vendues;vend",
    (T.DEED, "loan borrowing checkout"): "emprunte;empruntes;empruntent;ont emprunte;a emprunte;empruntees",
    (T.DEED, "rental"): "loue;loues;louent;louees;ont loue;a loue",
    (T.DEED, "booking reservation"): "reserve;reserves;reservent;reservees;ont reserve;a reserve",
    (T.DEED, "payment"): "paye;payent;ont paye;a paye;ayant paye",
    (T.DEED, "flight"): "vole;volent;ont vole",
    (T.DEED, "visit"): "visite;visites;ont visite",
    (T.ADD, ""): "aussi;egalement;en plus;de plus;en outre",
    (T.FOLLOW, ""): """
        et;et pour;et en;qu en est il de;qu en est il;qu en est il du;qu en est il des;seulement
        uniquement;juste;et les;et la;et le;maintenant;meme chose pour;la meme chose pour;la meme chose
        pareil pour;idem pour;et par;mais;plutot;et si;que;rien que;limite a;limiter a;filtre sur
        filtrer sur;et maintenant;meme question pour;et seulement;et pour les;ok;et pour la;et pour le
        et dans;et au;et aux;et a""",
    (T.REASON, ""): """
        pourquoi;pour quelle raison;pour quelles raisons;a cause de quoi;raison de;raisons de
        qu est ce qui explique;comment expliquer;expliquer;explique""",
    (T.FUTURE, ""): """
        prevois;prevoir;prevision;previsions;prevu;predis;predire;prediction;sera;seront;aura;auront
        l annee prochaine;le mois prochain;la semaine prochaine;le trimestre prochain;prochain;prochaine
        prochains;demain;estimer""",
    (T.WRITE, ""): """
        supprime;supprimer;supprimez;efface;effacer;effacez;modifie;modifier;modifiez;met a jour
        mets a jour;mettre a jour;insere;inserer;ajouter;creer une table;envoie;envoyer;envoyez;renomme
        renommer;vider;detruire""",
    (T.CHAT, ""): """
        comment ca va;comment vas tu;comment allez vous;merci;merci beaucoup;qui es tu;qui etes vous
        que peux tu faire;que sais tu faire;raconte;blague;une blague;aide;aide moi;quel temps fait il
        poeme;ignore les instructions""",
    (T.UNSUPPORTED, ""): """
        pourcentage;pourcent;part de;part des;part du;proportion;ratio;taux de;croissance
        taux de croissance;difference;difference entre;compare;comparer;comparez;comparaison;compare a
        par rapport a;par rapport au;correlation;lien entre;augmentation;augmente;diminution;diminue
        baisse;hausse;variance;ecart type;percentile;quartile;doublon;doublons;jour de la semaine
        jours de la semaine;weekend;week end;matin;soir;apres midi;nuit;moyenne mobile;cumul glissant
        retention;cohorte;entonnoir;deux fois;une fois;moitie;meme jour;que la moyenne;a la moyenne
        anomalie;anomalies;%;a la fois;plus;moins;fois;aleatoire;echantillon;plus vendus;plus vendues
        plus vendu;plus vendue;plus rentables;meilleures ventes;par tete;par habitant;ensemble
        deuxieme plus;chacun;typique""",
    (T.TOP, "high:count"): """
        le plus;la plus;les plus;le plus de;le plus d;plus grand nombre de;plus grand nombre d
        le plus grand nombre de;le plus grand nombre d;le plus souvent""",
    (T.TOP, "low:count"): "le moins;la moins;les moins;le moins de;le moins d;le plus petit nombre de",
    (T.COMPARE, ">:salary wage pay income"): "gagnant plus de;gagnent plus de;gagne plus de;payes plus de",
    (T.COMPARE, "<:salary wage pay income"): "gagnant moins de;gagnent moins de;gagne moins de",
}
