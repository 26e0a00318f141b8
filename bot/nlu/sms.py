"""SMS spellings that can only mean one thing, written out: « pk » is « pourquoi ».

Left out, because they mean several things or are names, acronyms or units: g, c, ct, vs (versus), av, ts, nb,
pa, avc, dc, b1, dde. None is the name of a commune, an EPCI, a département or a region, nor an acronym of the
glossary (`tests/nlu/test_normaliser.py`). In capitals « DS », « PR » or « RDV » may be acronyms and stay.
"""

import re

#: One line a word of plain French: the word, and its spellings.
_SPELLINGS = """
quel: kel
quels: kels
quelle: kelle
quelles: kelles
quelque: kelke
quelques: qq qqs kelkes
quelqu'un: qqun qq1 kelkun kelk1
quelque chose: qqch qqc kelkechose
quoi: koi kwa
pourquoi: pk pq pkoi pourkoi prkoi
comment: cmt komment koment
quand: qd kand
combien: cb kombien cbien combi1
qui: ki
qu'il: kil
qu'est-ce que: keske keskeu
qu'est-ce qui: keski
bonjour: bjr bjrs
bonsoir: bsr
salut: slt
merci: mr6 mrc mci
s'il vous plaît: svp
s'il te plaît: stp
rendez-vous: rdv
pour: pr
dans: ds
nous: ns
tout: tt
beaucoup: bcp bcoup
toujours: tjrs tjs
maintenant: mtn
aujourd'hui: ajd
temps: tps
problème: pb
problèmes: pbs
message: msg
désolé: dsl
parce que: pcq paske pske
je ne sais pas: jsp
je veux: jvx jveux
je voudrais: jvoudrais jvoudrai
je peux: jpx jpeux
je suis: jsuis chui chuis
non: nn
oui: ouai oué
bien: bi1
aussi: ossi
demande: dmd dmde
"""

SPELLINGS = {
    spelling: plain
    for plain, _, spellings in (line.partition(": ") for line in _SPELLINGS.strip().splitlines())
    for spelling in spellings.split()
}

#: A whole word, that is no part of an address, a reference or a compound: « pk… », not « pr.fr ».
_WORD = re.compile(
    rf"(?<![\w@./:'?&+#%=-])(?:{'|'.join(sorted(SPELLINGS, key=len, reverse=True))})(?![\w@/:'&-]|\.\w)",
    re.IGNORECASE,
)
_SENTENCE_START = re.compile(r"(?:^|[.!?…]\s*)$")


def write_out(text: str) -> str:
    """Writes out the SMS spellings of a text; leaves capitals, and capital letters within a sentence, alone.

    « Mme Ki » and « le Pr Martin » are names, « DS » is an acronym.
    """
    return _WORD.sub(lambda found: _plain(found, text), text)


def _plain(found: re.Match[str], text: str) -> str:
    word = found[0]
    if word.islower():
        return SPELLINGS[word]
    starts = _SENTENCE_START.search(text, 0, found.start()) is not None
    before_a_name = text[found.end() :].lstrip()[:1].isupper()
    if word[1:].islower() and starts and not before_a_name:
        plain = SPELLINGS[word.lower()]
        return plain[0].upper() + plain[1:]
    return word
