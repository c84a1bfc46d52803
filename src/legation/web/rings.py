"""Where actors and ties of a network stand on a page: a ring of actors, ties as arcs, and the strip of periods."""

import math
from collections.abc import Iterable, Sequence

from legation.records import Edge, Finding, Record
from legation.web.charts import WIDTH, last_of
from legation.web.naming import link, name_actor, name_days, part

ACTORS, TIES = 18, 60
"""How many are drawn; the table below has the others."""

ORDINARY = 10
"""Acts for which a tie is drawn at full width at the least, so that single acts stay thin."""

SIZE, RADIUS = (760.0, 560.0), 190.0


class Node(Record, frozen=True, kw_only=True):
    """An actor on the ring, with its label beside it (`anchor` as SVG has it)."""

    x: float
    y: float
    radius: float
    label_x: float
    label_y: float
    anchor: str
    code: str
    words: str
    href: str


class Tie(Record, frozen=True, kw_only=True):
    """What one actor did to another: an arc from `path`'s beginning to its end, wider for more acts."""

    path: str
    width: float
    sign: str
    words: str
    href: str


class Ring(Record, frozen=True, kw_only=True):
    """The busiest actors and the ties between them; `left_out` ties are in the table only."""

    width: float
    height: float
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    left_out: int


class Slot(Record, frozen=True, kw_only=True):
    """A period on the strip: heights of cooperation (up) and conflict (down), and where it leads."""

    x: float
    width: float
    up: float
    down: float
    start: str
    days: str
    words: str
    href: str
    chosen: bool


def merge(edges: Iterable[Edge], period: str) -> tuple[Edge, ...]:
    """The ties of all periods as those of one, the busiest first."""
    groups: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        groups.setdefault((edge.source, edge.target), []).append(edge)
    found = []
    for (source, target), group in groups.items():
        scored = [(e.score, e.events) for e in group if e.score is not None]
        weight = sum(n for _, n in scored)
        found.append(
            Edge(
                period=period, source=source, target=target, events=sum(e.events for e in group),
                score=sum(s * n for s, n in scored) / weight if weight else None,
                cooperation=sum(e.cooperation for e in group), conflict=sum(e.conflict for e in group),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda e: (-e.events, e.source, e.target)))


def weights(edges: Iterable[Edge]) -> dict[str, int]:
    """Number of acts that each actor takes part in."""
    found: dict[str, int] = {}
    for edge in edges:
        for party in (edge.source, edge.target):
            found[party] = found.get(party, 0) + edge.events
    return found


def order(edges: Sequence[Edge]) -> list[str]:
    """Actors so that those who deal most with each other stand side by side, beginning with the busiest."""
    total = weights(edges)
    pairs: dict[frozenset[str], int] = {}
    for edge in edges:
        key = frozenset((edge.source, edge.target))
        pairs[key] = pairs.get(key, 0) + edge.events
    left = sorted(total, key=lambda a: (-total[a], a))[: 4 * ACTORS]
    found: list[str] = []
    while left:
        last = found[-1] if found else left[0]
        following = max(left, key=lambda a: (pairs.get(frozenset((last, a)), 0), total[a], a))
        following = following if found else last
        left.remove(following)
        found.append(following)
    return found


def ring(edges: Sequence[Edge], whole: Sequence[Edge], since: str, until: str) -> Ring | None:
    """The ties of a period; places follow those of the `whole` time, so that they hardly move between periods."""
    total = weights(edges)
    if not total:
        return None
    shown = set(sorted(total, key=lambda a: (-total[a], a))[:ACTORS])
    places = [a for a in order(whole) if a in shown]
    places += sorted(shown - set(places))
    heaviest = max(total[a] for a in places)
    angles = {a: 2 * math.pi * i / len(places) - math.pi / 2 for i, a in enumerate(places)}
    nodes = tuple(_node(a, angles[a], total[a], heaviest) for a in places)
    within = [e for e in edges if e.source in shown and e.target in shown][:TIES]
    largest = max(ORDINARY, *(e.events for e in within), 0)
    at = {n.code: n for n in nodes}
    ties = tuple(_tie(e, at[e.source], at[e.target], largest, since, until) for e in reversed(within))
    return Ring(width=SIZE[0], height=SIZE[1], nodes=nodes, ties=ties, left_out=len(edges) - len(within))


def _node(code: str, angle: float, events: int, heaviest: int) -> Node:
    x, y = SIZE[0] / 2 + RADIUS * math.cos(angle), SIZE[1] / 2 + RADIUS * math.sin(angle)
    radius = 5 + 11 * math.sqrt(events / heaviest)
    side = math.cos(angle)
    return Node(
        x=x, y=y, radius=radius, code=code, label_x=x + (radius + 7) * side,
        label_y=y + (radius + 12) * math.sin(angle) + 4,
        anchor="middle" if abs(side) < 0.2 else "start" if side > 0 else "end",
        words=f"{name_actor(code)}: {events:,} acts", href=f"/actor/{part(code)}",
    )  # fmt: skip


def sign_of(score: float | None) -> str:
    """How a mean score is drawn: cooperation, conflict, or neither."""
    return "even" if score is None or abs(score) < 0.3 else "good" if score > 0 else "bad"


def _tie(edge: Edge, source: Node, target: Node, largest: int, since: str, until: str) -> Tie:
    """An arc that bends towards the middle; the two directions bend differently. It ends at the circle's rim."""
    middle = (SIZE[0] / 2, SIZE[1] / 2)
    dx, dy = target.x - source.x, target.y - source.y
    length = math.hypot(dx, dy) or 1.0
    cx = (source.x + target.x) / 2 * 0.7 + middle[0] * 0.3 - dy / length * 16
    cy = (source.y + target.y) / 2 * 0.7 + middle[1] * 0.3 + dx / length * 16
    rim = math.hypot(target.x - cx, target.y - cy) or 1.0
    short = (target.radius + 5) / rim
    ex, ey = target.x - short * (target.x - cx), target.y - short * (target.y - cy)
    mean = "no score" if edge.score is None else f"mean score {edge.score:+.1f}"
    return Tie(
        path=f"M{source.x:.1f} {source.y:.1f}Q{cx:.1f} {cy:.1f} {ex:.1f} {ey:.1f}",
        width=1 + 5 * math.sqrt(edge.events / largest), sign=sign_of(edge.score),
        words=f"{name_actor(edge.source)} → {name_actor(edge.target)}: {edge.events:,} acts, {mean}",
        href=link("/events", source=edge.source, target=edge.target, since=since, until=until),
    )  # fmt: skip


def strip(finding: Finding, chosen: str, **query: object) -> tuple[Slot, ...]:
    """A slot for each period, whose bars are at most 1 high."""
    values = {s.name: s.values for s in finding.series}
    up, down = values.get("cooperation", ()), values.get("conflict", ())
    largest = max((v or 0.0 for v in (*up, *down)), default=0.0) or 1.0
    step = WIDTH / max(1, len(finding.starts))
    return tuple(
        Slot(
            x=i * step, width=step, up=(up[i] or 0) / largest, down=(down[i] or 0) / largest, start=start,
            days=name_days(start, last_of(start, finding.step)),
            words=f"{name_days(start, last_of(start, finding.step))}: {up[i] or 0:,.0f} acts of cooperation, "
            f"{down[i] or 0:,.0f} of conflict",
            href=link("/network", period=start, **query), chosen=start == chosen,
        )
        for i, start in enumerate(finding.starts)
    )  # fmt: skip
