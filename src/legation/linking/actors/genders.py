"""Whether a person is "he" or "she", as far as titles and first names tell (data:
knowledge/data/actors/first_names.tsv).
"""

from legation.knowledge.first_names import gender_of

_TITLES = {
    **dict.fromkeys(
        "mr mr. sir lord king prince emperor emir sultan sheikh spokesman chairman congressman "
        "businessman statesman policeman"
        "brother son father husband man boy imam pope cleric ayatollah uncle crown-prince".split(),
        "m",
    ),
    **dict.fromkeys(
        "mrs mrs. ms ms. lady dame queen princess spokeswoman chairwoman congresswoman "
        "businesswoman policewoman sister daughter"
        "mother wife woman girl widow aunt actress first-lady".split(),
        "f",
    ),
}


def guess_gender(name: str, title: str | None) -> str:
    """m, f, or "" where neither title nor first name tells."""
    for word in (title or "").lower().split()[::-1]:
        if word in _TITLES:
            return _TITLES[word]
    parts = name.split()
    return gender_of(parts[0]) if len(parts) > 1 else ""
