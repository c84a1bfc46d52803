"""Abbreviations that keep their full stop, prefixes that keep their hyphen, and other closed classes of words."""


def _list(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _list("""
    mr mrs ms dr prof rev hon st fr sr jr gen lt col maj capt cmdr adm sgt cpl pvt brig gov sen sens rep reps pres amb
    messrs mlle mme supt insp det spec atty comdr cdr lieut drs gens cols fm sec
""")
"""Abbreviations that stand before a name."""

MONTHS = _list("jan feb mar apr jun jul aug sept sep oct nov dec")

ORDINARY = _list("""
    etc vs v al ed eds vol vols pp fig figs approx ca cf esp viz est dept univ assn bros inc ltd corp co cos llc plc
    ave blvd rd ft mt sq hwy mon tue tues wed thu thur thurs fri sat sun ala ariz ark cal calif colo conn del fla ga ill
    ind kan kans ky la md mass mich minn miss mo mont neb nev okla ore pa penn tenn tex vt va wash wis wyo que ont
    attn ext tel mob fax arr arrv dep lv para conf eve info eg ie oz lb lbs yr yrs hr hrs min mins incl excl
    intl natl govt div misc par ch art op cit ibid sc ph bn
""")

BEFORE_NUMBER = _list("no nos p pp art sec ch fig vol nr lot room rm ext para")
"""Abbreviations where a number follows: "No. 5" but "He said no."."""

AMBIGUOUS = _list("""
    no nos art ch fig sec min mins par mar sun sat mass miss del ind ill wash mo ore rep est ed op la co p info eve conf
    mont ark fax mob ext wed penn det cal
""")
"""Also ordinary words in lower case: these keep the full stop only when capitalised or before a number."""

NEVER_ALONE = _list("no nos miss mass sun ill")
"""Ambiguous words that a capital does not settle either (they often begin and end a sentence)."""

PREFIXES = _list("""
    non pre re co anti pro post mid ex multi semi e over cross sub counter neo inter intra socio mini micro psycho
    arch vice ultra de un trans extra infra bi tri quasi pseudo
""")
"""Prefixes whose hyphen belongs to the word ("anti-war", "co-founder"); other hyphens are words of their own."""

CONTRACTIONS: dict[str, tuple[int, ...]] = {
    "cannot": (3,), "gonna": (3,), "wanna": (3,), "gotta": (3,), "gimme": (3,), "lemme": (3,), "outta": (3,),
    "dunno": (2, 3), "'tis": (2,), "'twas": (2,), "’tis": (2,), "’twas": (2,), "tis": (1,), "twas": (1,),
    "dont": (2,), "doesnt": (4,), "didnt": (3,), "wont": (2,), "isnt": (2,), "wasnt": (3,), "arent": (3,),
    "werent": (4,), "couldnt": (5,), "wouldnt": (5,), "shouldnt": (6,), "havent": (4,), "hasnt": (3,), "hadnt": (3,),
    "cant": (2,), "thats": (4,), "youre": (3,), "im": (1,), "ive": (1,), "theyre": (4,), "whats": (4,), "theres": (5,),
    "hes": (2,), "shes": (3,), "couldve": (5,), "youll": (3,), "theyll": (4,), "weve": (2,), "youve": (3,),
    "theyve": (4,),
}  # fmt: skip
"""Words written as one that are several: where the second (and third) word begins."""

DOMAINS = "com|org|net|edu|gov|mil|int|info|biz|co|io|uk|de|fr|ru|cn|jp|nz|au|ca|us|eu|in|tv|me|dk|es|ch|ua|ir|il|pl"

FILES = "doc|docx|xls|xlsx|pdf|ppt|txt|zip|jpg|jpeg|gif|png|htm|html|url|mp3|exe|csv"
