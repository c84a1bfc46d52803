"""Quad classes: acts are verbal or material, cooperation or conflict; formats number the four differently."""

from legation.errors import SettingsError
from legation.knowledge.events import plover

NUMBERS = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
VARIANTS = ("gdelt", "phoenix", "plover")

_GDELT = {**dict.fromkeys(range(1, 6), 1), **dict.fromkeys(range(6, 9), 2), **dict.fromkeys(range(9, 14), 3)}
_PHOENIX = {**_GDELT, 1: 0, 2: 0, 16: 3}


def quad(variant: str, cameo: str | None, event_type: str | None) -> int | None:
    """The class of an event as a variant numbers it; None where its code or type does not tell.

    gdelt: CAMEO roots 01–05 verbal cooperation 1, 06–08 material 2, 09–13 verbal conflict 3, 14–20 material 4.
    phoenix: the same, but 01 and 02 are 0 (statements and appeals) and 16 (reduced relations) is 3.
    plover: by PLOVER's type (SANCTION is material conflict, as in the summary table of its codebook).
    """
    if variant not in VARIANTS:
        raise SettingsError(f"unknown quad {variant!r}; known: {', '.join(VARIANTS)}")
    if variant == "plover" or not cameo:
        known = plover().get(event_type or "")
        return NUMBERS[known.quad] if known else None
    try:
        root = int(cameo[:2])
    except ValueError:
        return None
    return (_PHOENIX if variant == "phoenix" else _GDELT).get(root, 4 if 14 <= root <= 20 else None)
