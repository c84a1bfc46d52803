"""Reports made by hand for the tests of ledger, export and scaling."""

from legation.records import (
    Actor,
    Commitment,
    Document,
    Event,
    EventPlace,
    Extension,
    Interval,
    Limit,
    Link,
    Magnitude,
    MentionText,
    Report,
    Source,
    Statement,
)  # fmt: skip
from legation.records.linked import Place, TimeExpression

TEXT = (
    "Ruritania expelled twelve Graustark diplomats on 3 May. In retaliation, Graustark recalled its envoy from "
    "Strelsau. “We will not be bullied,” said Anna Vogel, the foreign minister. The truce of 2019 runs until 2027."
)


def event(identity: str, evidence: str, text: str = TEXT, **changes: object) -> Event:
    start = text.index(evidence)
    plain: dict[str, object] = {
        "id": identity, "evidence": evidence, "start": start, "end": start + len(evidence), "confidence": 0.9,
        "type": "SANCTION", "mode": "expel", "status": "asserted", "contexts": ("diplomatic",), "actors": ("SVK",),
        "recipients": ("HUN",), "actor_ids": ("a1",), "recipient_ids": ("a2",), "actor_text": "Ruritania",
        "recipient_text": "Graustark diplomats", "date": Interval(from_="2021-05-03", to="2021-05-03"),
        "place": None, "trigger": "expelled", "cameo": "161", "quad": "material conflict", "score": -5.5,
        "goldstein": -7.0, "magnitudes": (Magnitude(value=12, unit="diplomats", of=40.0),),
    }  # fmt: skip
    return Event(**{**plain, **changes})  # type: ignore[arg-type]


def report(identity: str = "d1", text: str = TEXT, **source: object) -> Report:
    """A report with one of everything."""
    plain = {"published": "2021-05-04", "title": "Expulsions", "source": "Strelsau Gazette", "url": None, **source}
    first = "Ruritania expelled twelve Graustark diplomats on 3 May"
    second = "In retaliation, Graustark recalled its envoy from Strelsau"
    quote, truce = "“We will not be bullied,” said Anna Vogel", "The truce of 2019 runs until 2027"

    def at(part: str) -> dict[str, object]:
        start = text.index(part)
        return {"evidence": part, "start": start, "end": start + len(part), "confidence": 0.8}

    return Report(
        document=Source(id=identity, text=text, sentences=((0, len(first) + 1),), **plain),  # type: ignore[arg-type]
        actors=(
            Actor(id="a1", name="Ruritania", kind="state", country="SVK", sector=None, role=None, code="SVK",
                  mentions=(MentionText(start=text.index("Ruritania"), end=text.index("Ruritania") + 9,
                                        text="Ruritania"),)),
            Actor(id="a2", name="Graustark", kind="state", country="HUN", sector=None, role=None, code="HUN"),
            Actor(id="a3", name="Anna Vogel", kind="person", country="HUN", sector="GOV", role="foreign minister",
                  code="HUN"),
        ),
        times=(TimeExpression(start=0, end=5, text="3 May", timex="2021-05-03", type="DATE", from_="2021-05-03",
                              to="2021-05-03"),),
        places=(Place(start=0, end=8, text="Strelsau", name="Strelsau", country="SVK", latitude=48.1, longitude=17.1,
                      geonames_id=7),),
        events=(
            event("e1", first, text),
            event("e2", second, text, mode="withdraw", trigger="recalled", actors=("HUN",), recipients=("SVK",),
                  actor_ids=("a2",), recipient_ids=("a1",), date=None, cameo="160",
                  place=EventPlace(name="Strelsau", country=None), magnitudes=(), flags=("unsure",)),
        ),
        statements=(
            Statement(id="s1", speaker="Anna Vogel", actor_id="a3", country="HUN", anonymous=False, anonymity=None,
                      act="deny", quoted=True, content="We will not be bullied", source_span=(1, 2), cue_span=None,
                      content_spans=((3, 4), (6, 9)), about="e1", **at(quote)),  # type: ignore[arg-type]
        ),
        commitments=(
            Commitment(id="c1", agreement="truce", kind="truce", status="in force", parties=("SVK", "HUN"),
                       since="2019", expires="2027", limits=(Limit(value=3, unit="posts", bound="max"),),
                       extension=Extension(by="1 year", condition=None), **at(truce)),  # type: ignore[arg-type]
        ),
        links=(Link(id="l1", from_="e2", to="e1", kind="retaliation", **at(second)),),  # type: ignore[arg-type]
        warnings=("made by hand",),
    )  # fmt: skip


def document(identity: str, text: str = TEXT, **changes: object) -> Document:
    return Document(id=identity, text=text, **changes)  # type: ignore[arg-type]
