"""Findings as SVG: light and dark by CSS variables, colours that the colour-blind can part (Okabe and Ito 2008).

Everything comes from the finding; text is escaped. `rasterise` makes a PNG of an SVG.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from legation.errors import SettingsError
from legation.records.finding import Estimate, Finding, Mark, Series

LIGHT = {
    "paper": "#ffffff", "ink": "#1f2328", "quiet": "#59636e", "line": "#d1d9e0",
    "one": "#0072b2", "two": "#d55e00", "three": "#009e73", "four": "#a3498b", "five": "#8a6d00", "shade": "#eef1f4",
}  # fmt: skip
DARK = {
    "paper": "#12161c", "ink": "#e6e9ed", "quiet": "#9aa4af", "line": "#333c46",
    "one": "#56b4e9", "two": "#ff8f4a", "three": "#2fc79b", "four": "#dc93c4", "five": "#e6c84b", "shade": "#1d242c",
}  # fmt: skip
COLOURS = ("one", "two", "three", "four", "five")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 44, 30
PANEL = 190


def draw(finding: Finding, *, width: int = 720, styled: bool = True) -> str:
    """The finding as an SVG document of the given width. What cannot be drawn is told in words.

    `styled` puts the variables of LIGHT and DARK into a style element; a page with its own leaves them out."""
    panels: list[Callable[[int, int], tuple[str, int]]] = []
    if finding.kind == "network" and finding.edges:
        panels.append(lambda top, w: _matrix(finding, top, w))
    if finding.series and finding.starts:
        for group in _groups(finding):
            panels.append(lambda top, w, group=group: _lines(finding, group, top, w))  # type: ignore[misc]
    estimates = _points(finding)
    if estimates:
        panels.append(lambda top, w: _intervals(estimates, top, w))
    parts: list[str] = []
    top = TOP
    for panel in panels:
        body, height = panel(top, width)
        parts.append(body)
        top += height
    if not panels:
        parts += [_text(LEFT, top + 16 * i, line) for i, line in enumerate((*finding.summary, *finding.notes))]
        top += 16 * max(1, len(finding.summary) + len(finding.notes))
    return _page(finding, "".join(parts), width, top + 8, styled)


def _points(finding: Finding, most: int = 30) -> tuple[Estimate, ...]:
    """Quantities that are drawn one a line; of commitments the days until each term."""
    if finding.kind == "commitments":
        marks = finding.marks[:most]
        return tuple(Estimate(name=m.title, title=f"{m.day} {m.title}", value=m.size, unit="days") for m in marks)
    drawn = ("reciprocity", "outlook", "record", "prospects", "statements", "actors")
    return finding.estimates[:most] if finding.kind in drawn else ()


def rasterise(svg: str, path: Path, *, dark: bool = False, scale: float = 2.0) -> None:
    """Writes an SVG of `draw` as PNG. Raises SettingsError where the path cannot be written."""
    import resvg_py

    for name, value in (DARK if dark else LIGHT).items():
        svg = svg.replace(f"var(--{name})", value)
    try:
        path.write_bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale))
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror}") from error


def save(finding: Finding, path: Path, *, width: int = 720) -> None:
    """Draws a finding to a file by its ending, .svg or .png. Raises SettingsError for another ending."""
    ending = path.suffix.lower()
    if ending not in (".svg", ".png"):
        raise SettingsError(f"{path}: plots are written as .svg or .png")
    svg = draw(finding, width=width)
    if ending == ".png":
        rasterise(svg, path)
        return
    try:
        path.write_text(svg, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"cannot write {path}: {error.strerror}") from error


def _variables(values: dict[str, str]) -> str:
    return ";".join(f"--{n}:{v}" for n, v in values.items())


def _page(finding: Finding, body: str, width: int, height: int, styled: bool) -> str:
    rules = (
        f":root{{{_variables(LIGHT)}}}@media(prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}"
        f'[data-theme="dark"] .plot,.plot[data-theme="dark"]{{{_variables(DARK)}}}'
        f'[data-theme="light"] .plot,.plot[data-theme="light"]{{{_variables(LIGHT)}}}'
    )
    style = f"<style>{rules}</style>" if styled else ""
    words = " ".join(finding.summary) or finding.title
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="system-ui, Helvetica, Arial, DejaVu Sans, sans-serif" '
        f'font-size="12"><title>{escape(finding.title)}</title><desc>{escape(words)}</desc>{style}'
        f'<rect width="{width}" height="{height}" fill="var(--paper)"/>'
        f'<text x="16" y="24" font-size="15" font-weight="600" fill="var(--ink)">{escape(finding.title)}</text>'
        f"{body}</svg>"
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", ink: str = "quiet", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="var(--{ink})">'
        f"{escape(words)}</text>"
    )


def _groups(finding: Finding) -> list[list[Series]]:
    """Series that share a panel: those of one unit, of a series finding only the undirected ones."""
    chosen = [
        s for s in finding.series if finding.kind != "series" or not s.name.endswith(("_toward", "_back", "reports"))
    ]
    if finding.kind == "series":
        chosen = [s for s in chosen if s.name != "occurrences"]
    groups: dict[str, list[Series]] = {}
    for series in chosen:
        groups.setdefault(series.unit, []).append(series)
    limit = len(COLOURS)
    return [g[i : i + limit] for g in groups.values() for i in range(0, len(g), limit)]


def _lines(finding: Finding, group: Sequence[Series], top: int, width: int) -> tuple[str, int]:
    """One panel of lines: missing periods are gaps on a shaded ground, marks are dotted uprights."""
    values = [v for s in group for part in (s.values, s.low, s.high) for v in part if v is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    high = high if high > low else low + 1
    legend = 18 * math.ceil(len(group) / 3)
    bottom = top + legend + PANEL - BOTTOM

    def across(i: float) -> float:
        return LEFT + (width - LEFT - RIGHT) * (i + 0.5) / max(1, len(finding.starts))

    def up(value: float) -> float:
        return bottom - (bottom - top - legend) * (value - low) / (high - low)

    parts = [_missing(group, across, top + legend, bottom), _scale(low, high, up, width)]
    for i, series in enumerate(group):
        parts.append(_line(series, COLOURS[i], DASHES[i], across, up))
        x, y = LEFT + (i % 3) * (width - LEFT - RIGHT) / 3, top + 18 * (i // 3)
        parts.append(
            f'<path d="M{x:.1f} {y + 4}h22" stroke="var(--{COLOURS[i]})" stroke-width="2.5" '
            f'stroke-dasharray="{DASHES[i]}"/>{_text(x + 28, y + 8, series.title, ink="ink")}'
        )
    parts.append(_days(finding.starts, across, bottom + 16, width))
    parts += [_upright(m, finding.starts, across, top + legend, bottom) for m in finding.marks if m.kind == "rupture"]
    return "".join(parts), legend + PANEL + 12


def _line(
    series: Series, colour: str, dash: str, across: Callable[[float], float], up: Callable[[float], float]
) -> str:
    runs: list[list[tuple[float, float]]] = [[]]
    for i, value in enumerate(series.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((across(i), up(value)))
    paths = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run) for run in runs if len(run) > 1)
    alone = [run[0] for run in runs if len(run) == 1]
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="var(--{colour})"/>' for x, y in alone)
    return _band(series, colour, across, up) + (
        f'<path d="{paths}" fill="none" stroke="var(--{colour})" stroke-width="1.8" stroke-dasharray="{dash}" '
        f'stroke-linejoin="round"/>{dots}'
    )


def _band(series: Series, colour: str, across: Callable[[float], float], up: Callable[[float], float]) -> str:
    both = enumerate(zip(series.low, series.high, strict=True))
    pairs = [(i, a, b) for i, (a, b) in both if a is not None and b is not None]
    if not pairs:
        return ""
    there = [f"{across(i):.1f} {up(b):.1f}" for i, _, b in pairs]
    back = [f"{across(i):.1f} {up(a):.1f}" for i, a, _ in reversed(pairs)]
    return (
        f'<path d="M{"L".join(there + back)}Z" fill="var(--{colour})" fill-opacity="0.15" stroke="var(--{colour})" '
        f'stroke-width="0.8" stroke-opacity="0.5"/>'
    )


def _missing(group: Sequence[Series], across: Callable[[float], float], top: float, bottom: float) -> str:
    """Shaded ground where counts are missing (a mean without events is only a gap)."""
    if not group or group[0].unit == "score":
        return ""
    half = (across(1) - across(0)) / 2
    return "".join(
        f'<rect x="{across(i) - half:.1f}" y="{top}" width="{2 * half:.1f}" height="{bottom - top}" '
        f'fill="var(--shade)"/>'
        for i, value in enumerate(group[0].values)
        if value is None
    )


def _scale(low: float, high: float, up: Callable[[float], float], width: int) -> str:
    step = _nice((high - low) / 4)
    value = math.ceil(low / step) * step
    parts = []
    while value <= high + 1e-9:
        y = up(value)
        ink = "quiet" if abs(value) < 1e-9 else "line"
        parts.append(f'<path d="M{LEFT} {y:.1f}H{width - RIGHT}" stroke="var(--{ink})" stroke-width="0.8"/>')
        parts.append(_text(LEFT - 6, y + 4, f"{value:g}", anchor="end", size=11))
        value += step
    return "".join(parts)


def _nice(step: float) -> float:
    power = 10 ** math.floor(math.log10(max(step, 1e-9)))
    return next(float(m * power) for m in (1, 2, 5, 10) if m * power >= step - 1e-12)


def _days(starts: Sequence[str], across: Callable[[float], float], y: float, width: int) -> str:
    every = max(1, math.ceil(len(starts) / max(1, (width - LEFT - RIGHT) // 84)))
    return "".join(
        _text(across(i), y, f"{date.fromisoformat(start):%d %b %Y}".lstrip("0"), anchor="middle", size=11)
        for i, start in enumerate(starts)
        if i % every == every // 2
    )


def _upright(mark: Mark, starts: Sequence[str], across: Callable[[float], float], top: float, bottom: float) -> str:
    place = sum(s <= mark.day for s in starts) - 1
    if place < 0:
        return ""
    label = quoteattr(f"{mark.day}: {mark.title} {mark.detail}")
    return (
        f'<g role="img" aria-label={label}><title>{escape(f"{mark.day}: {mark.title} {mark.detail}")}</title>'
        f'<path d="M{across(place):.1f} {top}V{bottom}" stroke="var(--ink)" stroke-width="1" '
        f'stroke-dasharray="2 3"/></g>'
    )


def _intervals(estimates: Sequence[Estimate], top: int, width: int) -> tuple[str, int]:
    """Estimates with their intervals, each on a line of its own scale per unit."""
    shown = [e for e in estimates if e.value is not None]
    parts, y = [], top + 12
    label = min(320, width // 2)
    for unit in dict.fromkeys(e.unit for e in shown):
        group = [e for e in shown if e.unit == unit]
        ends = [v for e in group for v in (e.value, e.low, e.high) if v is not None and math.isfinite(v)]
        low, high = min([0.0, *ends]), max([0.0, *ends])
        high = high if high > low else low + 1

        def across(value: float, low: float = low, high: float = high) -> float:
            return label + (width - label - RIGHT - 60) * (min(max(value, low), high) - low) / (high - low)

        for e in group:
            assert e.value is not None
            parts.append(_text(16, y + 4, e.title[: label // 6], ink="ink"))
            if e.low is not None and e.high is not None:
                parts.append(
                    f'<path d="M{across(e.low):.1f} {y}H{across(e.high):.1f}" stroke="var(--one)" stroke-width="3" '
                    f'stroke-opacity="0.45"/>'
                )
            parts.append(f'<circle cx="{across(e.value):.1f}" cy="{y}" r="4" fill="var(--one)"/>')
            parts.append(_text(width - RIGHT, y + 4, f"{e.value:.3g} {e.unit}", anchor="end", size=11))
            y += 20
    return "".join(parts), y - top + 8


def _matrix(finding: Finding, top: int, width: int, most: int = 16) -> tuple[str, int]:
    """Actors on actors over the whole time: size is the number of events, colour the mean score."""
    totals: dict[tuple[str, str], tuple[int, float]] = {}
    weight: dict[str, int] = {}
    for edge in finding.edges:
        events, score = totals.get((edge.source, edge.target), (0, 0.0))
        totals[edge.source, edge.target] = (events + edge.events, score + (edge.score or 0.0) * edge.events)
        for party in (edge.source, edge.target):
            weight[party] = weight.get(party, 0) + edge.events
    names = sorted(weight, key=lambda a: (-weight[a], a))[:most]
    cell = (width - 130 - RIGHT) / max(1, len(names))
    largest = max((n for (a, b), (n, _) in totals.items() if a in names and b in names), default=1)
    parts = [_text(120, top + 12, "acting ↓   towards →", anchor="end", size=11)]
    for i, name in enumerate(names):
        x, y = 130 + cell * (i + 0.5), top + 20 + cell * (i + 0.5)
        parts.append(_text(124, y + 4, name[:18], anchor="end", ink="ink", size=11))
        parts.append(_text(x, top + 12, name[: max(3, int(cell / 7))], anchor="middle", ink="ink", size=11))
        for j, other in enumerate(names):
            if (name, other) in totals:
                parts.append(_disc(name, other, totals[name, other], largest, 130 + cell * (j + 0.5), y, cell))
    return "".join(parts), int(cell * len(names)) + 40


def _disc(source: str, target: str, total: tuple[int, float], largest: int, x: float, y: float, cell: float) -> str:
    events, score = total[0], total[1] / max(1, total[0])
    colour = "one" if score >= 0 else "two"
    words = f"{source} → {target}: {events} events, mean score {score:+.1f}"
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{0.46 * cell * math.sqrt(events / largest):.1f}" fill="var(--{colour})" '
        f'fill-opacity="{0.35 + 0.65 * min(1.0, abs(score) / 6):.2f}"><title>{escape(words)}</title></circle>'
    )
