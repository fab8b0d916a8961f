"""Abbreviations after whose point a sentence goes on, by language: those missing in sentencex.

All are in lower case. Those that as another word often end a sentence are left out.
"""

from collections.abc import Mapping

_EVERYWHERE = """
    approx appr aprox ca cca cf vol vols nr nrs no nos pp fig figs tab chap chaps par para paras
    incl excl max min op cit ibid ed eds app
"""

_BY_LANGUAGE: Mapping[str, str] = {
    "cs": "č čís čl kap nar obr odst okt písm roč str sv tel zem",
    "da": "bd kap jf jan feb apr aug sept okt nov dec",
    "de": "abb abs anm art aufl ausg bd bde bzw evtl gegr geb gest ggf hg hrsg jg kap mind rd "
    "tel vgl ziff zw jan feb apr aug sept okt nov dez",
    "el": "αρ άρθ βλ εικ κεφ περ πίν σελ τόμ",
    "en": "al avg bk bks ch chs col cols cent dept esp est ext fl pt pts sec secs ser suppl tel "
    "ver jan feb apr aug sept oct nov dec",
    "es": "art arts av cap caps núm núms pág págs párr tel ene feb abr ago sept oct nov dic",
    "fi": "esim ks n nro puh vrt",
    "fr": "al ann apr art arts av env éd fasc paragr tél janv févr avr juil sept oct nov déc",
    "hu": "kb köt old sz tel ún vö",
    "it": "art artt ca cap capp nn pag pagg voll tel gen febbr apr giu lug ag sett ott nov dic",
    "nb": "bd kap jf jan feb apr aug sept okt nov des",
    "nl": "afb art blz bijv hfst mrt tel jan feb apr aug sept okt nov dec",
    "no": "bd kap jf jan feb apr aug sept okt nov des",
    "pl": "art godz nr ok pkt por poz rozdz rys str szt tel ur ust wyd zm zob",
    "pt": "art arts cap núm pág págs tel jan fev abr ago set out nov dez",
    "ro": "art cap pag tel",
    "ru": "вып гл изд кв кн ок пп прибл прим рис род см ср ст стр табл тел тт ул "
    "янв февр апр авг сент окт нояб дек",
    "sk": "č čís čl kap nar obr ods roč str tel zv",
    "sv": "bd jfr kap sid tel jan feb apr aug sept okt nov dec",
    "tr": "bkz krş tel yak yy",
    "uk": "бл вид вип вул гл див кв кн пор пп рис ред ст стор табл тел",
}

_TITLES = """
    mr mrs ms dr prof rev hon gen capt lt sgt gov sen st ste mme mlle mm mgr sr sra srta dra hr
    sig dott ing dhr mevr
"""


def abbreviations(language: str) -> frozenset[str]:
    """Return the abbreviations before numbers; `language` is a primary subtag of BCP 47."""
    return frozenset(f"{_EVERYWHERE} {_BY_LANGUAGE.get(language, '')}".split())


def titles(language: str) -> frozenset[str]:
    """Return the titles before names; `language` is a primary subtag of BCP 47."""
    found = frozenset(_TITLES.split())
    return found | {"m"} if language == "fr" else found
