"""The little French that names of places need: « du Havre », « de la Creuse », « d’Hyères »."""

APOSTROPHE = "’"

#: First words of commune names whose H is aspirated (« de Haguenau »); any other H is mute (« d’Hyères »).
#: From the type of name (TNCC) that INSEE gives to each of the 661 communes in H, COG 2026. The same first
#: word is sometimes of both types (Hauteville): the one of most inhabitants is kept, and 22 communes of 661
#: differ from INSEE. Usage itself wavers for many. The last line is usage where INSEE says otherwise or
#: nothing: the town writes itself « Ville de Houilles », in Polynesian and Kanak names the H is sounded.
_ASPIRATED = frozenset(
    """
    Habsheim Hachan Hadancourt Haegen Hagedet Hagenbach Hagenthal Haget Hagnicourt Haguenau Hailles Haimps
    Haims Halles Ham Hambach Hambers Hambye Hamelet Hames Hammeville Hamonville Hampigny Hampont Han
    Handschuheim Hangard Hangenbieten Hangviller Hannapes Hannappes Hannogne Hannonville Hans Hanvec
    Hanviller Hanvoile Happencourt Harcy Hardanges Hardinvast Harricourt Harskirchen Hartmannswiller
    Harville Hary Hatten Hattmatt Hattstatt Hauban Haudivillers Haulies Haulmé Hausgauen Haut Hautbos Haute
    Hautecloque Hautefontaine Hauteroche Hautes Haution Hauts Hautteville Hauville Hauviné Haybes Hecken
    Hecmanville Hegeney Heidolsheim Heidwiller Heiligenberg Heiligenstein Heilles Heimersdorf Heimsbrunn
    Heiteren Heiwiller Helfrantzkirch Helleville Hem Hengwiller Henvic Herbitzheim Herbsheim Hercé Hermes
    Hermival Herpont Herran Herrlisheim Hescamps Hessenheim Hettenschlag Heugueville Heuqueville Hibarette
    Hierges Hiermont Hiesville Hiis Hilsenheim Hinacourt Hindisheim Hindlingen Hinsbourg Hinsingen Hipsheim
    Hirschland Hirsingue Hirtzbach Hirtzfelden Hitte Hochfelden Hochstatt Hochstett Hocquigny Hodenc Hodeng
    Hoffen Hohengœft Hohfrankenheim Hohrod Holnon Holque Holtzheim Hombourg Hommarting Hommert Hon
    Hondainville Hondouville Honfleur Honguemare Honskirch Horbourg Horgues Hornoy Hoste Hotot Hottot
    Hottviller Houdan Houdilcourt Houetteville Houeydets Houldizy Houlette Houlgate Houlle Houppeville
    Houquetot Hourc Hourges Houry Houssay Houssen Housset Hoymille Huanne Huelgoat Huest Hugleville Huillé
    Huiron Huisnes Humes Hunawihr Hundsbach Huningue Hunspach Hurtigheim Husseren Huttendorf Huttenheim Hyet
    Hyémondans Hèches Hères Hédé Hégenheim Hémevez Hénansal Hénon Hésingue Hœdic Hœnheim Hœrdt
    Harnes Hayange Hettange Houilles Hao Hienghène Hikueru Hitiaa Hiva Houaïlou Huahine
    """.split()  # noqa: SIM905  (two hundred quoted words would be unreadable)
)

#: Their Y is a consonant: « de Yutz », while usage says « d’Yerres ».
_CONSONANT_Y = frozenset({"Yaté", "Yenne", "Yutz"})

_VOWELS = frozenset("AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ")

#: Code -> département with « de », as its préfecture writes itself. Follows INSEE's type of name but for
#: Vaucluse, Loir-et-Cher, Lot-et-Garonne and Tarn-et-Garonne, where the State says « préfet de Vaucluse ».
_DEPARTEMENTS = {
    "01": "de l’Ain",
    "02": "de l’Aisne",
    "03": "de l’Allier",
    "04": "des Alpes-de-Haute-Provence",
    "05": "des Hautes-Alpes",
    "06": "des Alpes-Maritimes",
    "07": "de l’Ardèche",
    "08": "des Ardennes",
    "09": "de l’Ariège",
    "10": "de l’Aube",
    "11": "de l’Aude",
    "12": "de l’Aveyron",
    "13": "des Bouches-du-Rhône",
    "14": "du Calvados",
    "15": "du Cantal",
    "16": "de la Charente",
    "17": "de la Charente-Maritime",
    "18": "du Cher",
    "19": "de la Corrèze",
    "21": "de la Côte-d’Or",
    "22": "des Côtes-d’Armor",
    "23": "de la Creuse",
    "24": "de la Dordogne",
    "25": "du Doubs",
    "26": "de la Drôme",
    "27": "de l’Eure",
    "28": "d’Eure-et-Loir",
    "29": "du Finistère",
    "2A": "de la Corse-du-Sud",
    "2B": "de la Haute-Corse",
    "30": "du Gard",
    "31": "de la Haute-Garonne",
    "32": "du Gers",
    "33": "de la Gironde",
    "34": "de l’Hérault",
    "35": "d’Ille-et-Vilaine",
    "36": "de l’Indre",
    "37": "d’Indre-et-Loire",
    "38": "de l’Isère",
    "39": "du Jura",
    "40": "des Landes",
    "41": "de Loir-et-Cher",
    "42": "de la Loire",
    "43": "de la Haute-Loire",
    "44": "de la Loire-Atlantique",
    "45": "du Loiret",
    "46": "du Lot",
    "47": "de Lot-et-Garonne",
    "48": "de la Lozère",
    "49": "de Maine-et-Loire",
    "50": "de la Manche",
    "51": "de la Marne",
    "52": "de la Haute-Marne",
    "53": "de la Mayenne",
    "54": "de Meurthe-et-Moselle",
    "55": "de la Meuse",
    "56": "du Morbihan",
    "57": "de la Moselle",
    "58": "de la Nièvre",
    "59": "du Nord",
    "60": "de l’Oise",
    "61": "de l’Orne",
    "62": "du Pas-de-Calais",
    "63": "du Puy-de-Dôme",
    "64": "des Pyrénées-Atlantiques",
    "65": "des Hautes-Pyrénées",
    "66": "des Pyrénées-Orientales",
    "67": "du Bas-Rhin",
    "68": "du Haut-Rhin",
    "69": "du Rhône",
    "70": "de la Haute-Saône",
    "71": "de Saône-et-Loire",
    "72": "de la Sarthe",
    "73": "de la Savoie",
    "74": "de la Haute-Savoie",
    "75": "de Paris",
    "76": "de la Seine-Maritime",
    "77": "de Seine-et-Marne",
    "78": "des Yvelines",
    "79": "des Deux-Sèvres",
    "80": "de la Somme",
    "81": "du Tarn",
    "82": "de Tarn-et-Garonne",
    "83": "du Var",
    "84": "de Vaucluse",
    "85": "de la Vendée",
    "86": "de la Vienne",
    "87": "de la Haute-Vienne",
    "88": "des Vosges",
    "89": "de l’Yonne",
    "90": "du Territoire de Belfort",
    "91": "de l’Essonne",
    "92": "des Hauts-de-Seine",
    "93": "de la Seine-Saint-Denis",
    "94": "du Val-de-Marne",
    "95": "du Val-d’Oise",
    "971": "de la Guadeloupe",
    "972": "de la Martinique",
    "973": "de la Guyane",
    "974": "de La Réunion",
    "976": "de Mayotte",
    "975": "de Saint-Pierre-et-Miquelon",
    "977": "de Saint-Barthélemy",
    "978": "de Saint-Martin",
    "986": "de Wallis et Futuna",
    "987": "de la Polynésie française",
    "988": "de la Nouvelle-Calédonie",
}


def typographic(text: str) -> str:
    """Puts the typographic apostrophe where INSEE's tables have the typewriter's."""
    return text.replace("'", APOSTROPHE)


def with_de(name: str) -> str:
    """Puts « de » before the name of a commune: "du Havre", "des Lilas", "d’Arras", "de La Rochelle".

    "Le" and "Les" contract with « de »; "La" and "L’" keep their capital. « de » is elided before a vowel, Y
    mostly included, and before an H that is not in the list of aspirated ones. Every other name, also in Las,
    Los or Aux, is taken as it comes. Names of EPCI, which begin with a common noun, are not for this
    function.
    """
    shown = typographic(name)
    if shown.startswith("Le "):
        return f"du {shown.removeprefix('Le ')}"
    if shown.startswith("Les "):
        return f"des {shown.removeprefix('Les ')}"
    if shown.startswith(f"L{APOSTROPHE}"):
        return f"de {shown}"
    if _is_elided(shown):
        return f"d{APOSTROPHE}{shown}"
    return f"de {shown}"


def _is_elided(name: str) -> bool:
    if name[:1] == "H":
        return _first_word(name) not in _ASPIRATED
    return name[:1] in _VOWELS and _first_word(name) not in _CONSONANT_Y


def _first_word(name: str) -> str:
    return name.replace("-", " ").split()[0]


def departement_with_de(code: str) -> str:
    """Gives « de la Creuse » for "23", « d’Ille-et-Vilaine » for "35", « de La Réunion » for "974".

    Raises:
        KeyError: no département nor collectivité d'outre-mer has this code.
    """
    return _DEPARTEMENTS[code]
