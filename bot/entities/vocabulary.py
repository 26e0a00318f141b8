"""Everyday words around names and functions, folded: data, no rule."""


def word_set(text: str) -> frozenset[str]:
    """Gives the words of a text, between spaces."""
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[tuple[str, ...]]:
    """Gives the phrases of a text, between semicolons, as tuples of words."""
    return frozenset(tuple(phrase.split()) for phrase in text.split(";"))


#: Civility as typed -> as a letter writes it.
CIVILITIES = {
    "m": "M.", "mr": "M.", "mrs": "M.", "monsieur": "M.", "mme": "Mme", "madame": "Mme", "mlle": "Mlle",
    "mademoiselle": "Mlle", "dr": "Dr", "docteur": "Dr", "docteure": "Dr", "me": "Me", "maitre": "Me",
    "pr": "Pr", "professeur": "Pr", "professeure": "Pr",
}  # fmt: skip

#: Those that are everyday words or single letters: only before a capital.
CIVILITIES_BEFORE_A_CAPITAL = word_set("m me maitre pr professeur professeure docteur docteure mrs")

DETERMINERS = word_set("le la l un une les notre votre son sa leur mon ma")

#: Little words of names; those of places and sentences too.
PARTICLES = word_set(
    """
    de du des d le la l van von den der el al ben bin da do dos di del della st saint sainte mac mc o y
    ait ould
    """
)

#: Bodies and places in general: no name of a person begins with one or holds one.
BODIES = word_set(
    """
    ville commune mairie communaute agglo agglomeration metropole departement region collectivite
    prefecture conseil cc ca cu epci interco syndicat canton pays territoire village ccas cias etat
    hotel service services direction pole communes commission comite groupe association secteur
    arrondissement intercommunalite intercommunale bourg quartier republique com comcom
    """
)

#: Of those, the bodies that have a président.
PRESIDED = word_set(
    """
    communaute communes agglo agglomeration metropole departement region collectivite conseil cc ca cu
    epci interco syndicat ccas cias commission comite groupe association com comcom intercommunalite
    """
)

#: What precedes the name of a street or a building.
PLACES_NAMED_AFTER = word_set(
    """
    rue avenue av boulevard bd bld place allee impasse chemin route quai square ecole college lycee
    salle espace stade maison centre hopital residence gymnase foyer cite cours pont gare fondation
    universite loi general marechal institut theatre parc mediatheque bibliotheque creche
    """
)

#: Greetings and beginnings, after which a message says who writes.
OPENINGS = word_set(
    """
    bonjour bonsoir bjr bsr salut slt hello coucou oui alors donc re cordialement salutations cdt cdlt
    merci euh voila voici rebonjour
    """
)

#: Words at which a name or a function ends.
STOP_WORDS = (
    DETERMINERS
    | OPENINGS
    | word_set(
        """
    humain humaine virtuel virtuelle maternel maternelle
    je j tu il elle on nous vous ils elles me m te se s moi toi lui ce c cet cette ces ca cela qui que
    qu quoi dont ou et mais car ni or si comme quand pour par avec sans dans sur sous chez vers depuis a
    au aux en entre pas ne n plus moins tres bien ici aussi meme svp stp merci y est es suis sui sommes
    sont etes etre sera serai serait etait etais ai as avons avez ont avait aura veut veux voulons
    voudrait voudrais voudrions souhaite souhaitons souhaiterais souhaiterait cherche peut peux pouvez
    pourriez pouvons doit dois fait faut signe signera signer demande demandons dit travaille bosse
    habite ecris ecrit envoie appelle nomme nom prenom mail email courriel adresse tel telephone
    portable fixe mobile numero fonction contact dossier lettre contrat ctai reference ref mon ma mes
    tes ses nos vos leurs quel quelle quels quelles combien comment pourquoi tout tous toute toutes
    aujourd hui demain hier question questions aide besoin info infos non ok accord pardon desole
    desolee perdu perdue interesse interessee nouveau nouvelle prefet prefete ministre procureur
    procureure habitants hab peu votre point arobase monsieur madame mme mr mademoiselle mlle messieurs
    mesdames joignable represente vient va vais pareil sure pret prete contre avant apres mettez notez
    ecrivez janvier fevrier avril juin juillet aout septembre octobre novembre decembre lundi mardi
    mercredi jeudi vendredi samedi dimanche puis
    """
    )
)

#: Phrases after which a name follows, whatever it looks like.
SAY_A_NAME = _phrases(
    """
    m appel; m appelle; me nomme; mon nom; mon nom c est; mon nom est; nom; nom complet; nom est;
    prenom; represente par; representee par; s appelle; se nomme; signataire; signataire est; signataire
    sera; signe; signe par; signee; signee par
    """
)

#: Phrases after which a name may follow.
MAY_SAY_A_NAME = _phrases(
    """
    signe; signee; signataire; nom;
    avance; c; c est; cdlt; cdt; cest; chui; contact; contacter; cordialement; ecrivez; est; ici; merci;
    mettez; moi; moi c; moi ces; moi c est; moi cest; moi meme; nom de; notez; par; part de; rappeler;
    rappelez; salutations; sera; suis
    """
)

#: Phrases after which a function follows.
SAY_A_FUNCTION = _phrases(
    """
    elu; elue; reelu; reelue;
    chui; designe; designee; devenu; devenue; en tant qu; en tant que; exerce comme; fonction; fonction
    c est; fonction de; fonction est; fonctions; fonctions de; interviens comme; metier; moi; nomme;
    nommee; poste d; poste de; poste est; promu; promue; qualite; qualite d; qualite de; role de;
    role est; signe; sui; suis; titre de; travaille comme
    """
)

#: Words that may stand between such a phrase and the function.
BEFORE_A_FUNCTION = DETERMINERS | word_set(
    """
    nouveau nouvelle actuel actuelle aussi egalement donc juste simplement moi meme monsieur madame m
    mme simple jeune humble bien maintenant encore toujours desormais actuellement seulement
    """
)

#: Occupations that `bot.letter.functions.looks_like_one` does not tell from a name.
OCCUPATIONS = word_set(
    """
    collaborateur collaboratrice attache attachee animateur animatrice mediateur mediatrice gestionnaire
    technicien technicienne travailleuse dgst dst drh dgas daf dsi delegue deleguee instructeur
    instructrice ingenieur ingenieure juriste redacteur redactrice tresorier tresoriere charge chargee
    officier administrateur administratrice conseillere prefiguratrice pilote cheffe doyen vp
    """
)

#: Written by their initials: nothing that follows belongs to them, but a remit.
INITIALS = word_set("vp dgs dga dircab dgst dst drh dgas daf dsi")

#: Adjectives that complete a function.
ADJECTIVES = word_set(
    """
    municipal municipale communautaire departemental departementale regional regionale general generale
    adjoint adjointe delegue deleguee honoraire principal principale territorial territoriale
    metropolitain metropolitaine intercommunal intercommunale sortant sortante technique administratif
    administrative social sociale executif executive referent referente rural rurale syndical associe
    associee president presidente
    """
)

#: Of those, the only ones of a maire.
OF_A_MAIRE = word_set(
    """
    adjoint adjointe delegue deleguee honoraire sortant sortante associe associee
    """
)

#: Words that begin as a function does and are none.
NOT_FUNCTIONS = word_set(
    """
    coordination coordonnees presidentielle presidentielles chefferie conseillers
    """
)

#: Functions that are everyday words as well: alone at the beginning of a sentence they tell nothing.
EVERYDAY = word_set(
    """
    cadre agent agente assistant assistante chef responsable referent charge chargee attache attachee
    delegue deleguee pilote conseiller stagiaire elu
    """
)

#: Verbs after which what came before was their subject: « le maire veut ».
VERBS = word_set(
    """
    veut peut doit est a sera souhaite demande dit signe signera va voudrait aimerait pourra pourrait
    devra n ne nous vous me m se s y ca veulent fait refuse hesite pense prefere lui qui ou peuvent
    signent sont
    """
)
