"""The words of the date grammar: each maps to a class (one character) and a meaning.

A text becomes a string of classes, one character a token, and the rules are patterns over that string. Classes: `M`
month, `W` weekday, `u` unit, `C` century, `Q` quarter, `s` season, `p` part of the day, `E` weekend, `d` number up to
31, `n` other number, `y` four digits, `Y` apostrophe and two digits, `o` ordinal in digits, `w` number word, `q`
ordinal word, `S` "second", `v` vague quantity, `+` "consecutive", "more" and the like, `H` half, `a` a/an, `t` the,
`l` last/past, `L` next, `h` this, `z` that, `Z` same, `e` every, `R` early/late/mid/end, `r` earlier/later, `g` ago,
`A` after, `f` before, `F` from, `i` in/within/during, `O` on, `@` at, `I` of, `T` today and the like, `k` clock time,
`G` the letters of quarters and halves, `m` a.m./p.m., `c` decade, `B` era, `D` date in digits, `K` daily and the
like, `x` per, `j` fiscal, `U` then, `N` and, `X` to/until, `V` times, `b` between, `|` line break, `.` anything else;
`,` `-` `/` `P` (full stop) `'` (possessive) `(` `)` themselves."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon mondays", "tuesday tue tues tuesdays", "wednesday wed weds wednesdays",
            "thursday thu thur thurs thursdays", "friday fri fridays", "saturday sat saturdays", "sunday sun sundays",
        )
    )
    for name in names.split()
}  # fmt: skip
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI",
           "springtime": "SP", "summertime": "SU", "wintertime": "WI"}  # fmt: skip
SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
UNITS = {
    "second": "S", "seconds": "S", "minute": "M", "minutes": "M", "hour": "H", "hours": "H", "hrs": "H", "hr": "H",
    "day": "d", "days": "d", "week": "w", "weeks": "w", "fortnight": "f", "fortnights": "f",
    "month": "m", "months": "m", "year": "y", "years": "y", "yr": "y", "yrs": "y",
    "decade": "D", "decades": "D", "century": "C", "centuries": "C", "quarter": "q", "quarters": "q",
    "night": "n", "nights": "n", "mins": "M", "min": "M",
}  # fmt: skip
PARTS = {
    "morning": "MO", "mornings": "MO", "afternoon": "AF", "afternoons": "AF", "evening": "EV", "evenings": "EV",
    "night": "NI", "nights": "NI", "dawn": "DW", "dusk": "DK", "midday": "12:00", "noon": "12:00", "midnight": "24:00",
    "daytime": "DT", "overnight": "NI",
}  # fmt: skip
NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "thousand": 1000,
    "million": 1000000,
    "billion": 1000000000,
    "dozen": 12,
    "another": 1,
}
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30}
DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
           "eighties": 80, "nineties": 90}  # fmt: skip
PORTIONS = {
    "early": "START", "beginning": "BEGIN", "start": "BEGIN", "opening": "BEGIN", "mid": "MID", "middle": "MID",
    "midst": "MID", "late": "END", "end": "CLOSE", "close": "CLOSE", "turn": "TURN", "ending": "CLOSE",
}  # fmt: skip
DEICTIC = {
    "today": 0, "tonight": 0, "tonite": 0, "yesterday": -1, "tomorrow": 1, "now": 0, "currently": 0, "nowadays": 0,
    "presently": 0,
}  # fmt: skip
REPEATS = {
    "daily": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y", "annually": "P1Y", "annual": "P1Y",
    "hourly": "PT1H", "nightly": "P1D", "quarterly": "P3M", "biweekly": "P2W", "fortnightly": "P2W", "biannual": "P6M",
    "biannually": "P6M", "semiannual": "P6M", "semiannually": "P6M", "bimonthly": "P2M", "biennial": "P2Y",
}  # fmt: skip
VAGUE = {"few": 0, "several": 0, "some": 0, "many": 0, "couple": 2, "pair": 2, "recent": 0, "numerous": 0}
FILLERS = {"consecutive": -1, "straight": -1, "more": -1, "full": -1, "whole": -1, "business": -1, "working": -1,
         "calendar": -1, "long": -1, "or": -1, "so": -1, "other": -1, "single": -1}  # fmt: skip

CLASSES: dict[str, str] = {}
for _words, _class in (
    (MONTHS, "M"), (WEEKDAYS, "W"), (SEASONS, "s"), (UNITS, "u"), (PARTS, "p"), (NUMBERS, "w"), (ORDINALS, "q"),
    (DECADES, "c"), (PORTIONS, "R"), (DEICTIC, "T"), (REPEATS, "K"), (VAGUE, "v"), (FILLERS, "+"),
):  # fmt: skip
    for _word in _words:
        CLASSES[_word] = _class
CLASSES |= {
    "second": "S", "century": "C", "centuries": "C", "quarter": "Q", "quarters": "Q", "night": "p", "nights": "p",
    "weekend": "E", "weekends": "E", "half": "H", "a": "a", "an": "a", "the": "t",
    "last": "l", "past": "l", "previous": "l", "preceding": "l", "prior": "l",
    "next": "L", "coming": "L", "upcoming": "L", "following": "L", "ensuing": "L", "subsequent": "L",
    "this": "h", "current": "h", "these": "h", "present": "h", "that": "z", "those": "z", "same": "Z",
    "every": "e", "each": "e",
    "earlier": "r", "later": "r", "ago": "g", "back": "g", "after": "A", "before": "f", "from": "F",
    "since": "F", "in": "i", "within": "i", "during": "i", "over": "i", "on": "O", "at": "@", "of": "I",
    "am": "m", "pm": "m", "a.m": "m", "p.m": "m", "per": "x", "fiscal": "j", "financial": "j", "then": "U",
    "and": "N", "to": "X", "until": "X", "till": "X", "through": "X", "once": "V", "twice": "V", "times": "V",
    "bc": "B", "bce": "B", "ad": "B", "ce": "B", "b.c": "B", "a.d": "B", "between": "b", "now": "T", "q": "G", "h": "G",
}  # fmt: skip
TITLED = frozenset("may march mar sep sun sat wed mon fri thu tue august".split())
"""Words that name a month or a day only with a capital letter."""

COUNTED = frozenset(
    "people persons troops soldiers men women children tons tonnes barrels miles km kilometers kilometres "
    "dollars euros "
    "refugees workers jobs homes houses deaths cases votes points feet meters metres acres hectares members students "
    "employees staff police officers fighters times pounds megawatts mw hours days minutes years months weeks percent "
    "civilians migrants villagers protesters rebels militants prisoners detainees sailors families units aircraft "
    "vehicles tanks missiles warheads bpd meals copies words seats rooms guests passengers kg kilograms grams liters "
    "litres gallons yards inches degrees feet-high and-a-half horsepower calories rpm pages patients dead bodies "
    "pieces residents inhabitants personnel demonstrators hogs pigs birds species beds vehicles".split()
)
"""What is counted: a four-digit number before these is no year."""
