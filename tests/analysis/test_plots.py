"""Plots: well-formed, escaped, and the same finding as the table."""

from xml.etree import ElementTree

import pytest
from tests.analysis.rows import row, rows_of

from legation.analysis import network, plots, reciprocity, ruptures, series
from legation.errors import SettingsError
from legation.records import Finding, Series

HOSTILE = '"><script>alert(1)</script>&amp;'


@pytest.fixture
def findings():
    rows = [*rows_of([1, 0, 2, 3] * 30, target=HOSTILE), row(3, HOSTILE, "USA", "material conflict")]
    return [
        series.measure(rows, "USA", HOSTILE),
        ruptures.find(rows, "USA", HOSTILE),
        reciprocity.measure(rows, "USA", HOSTILE),
        network.connect(rows),
        Finding(kind="series", title=HOSTILE, notes=(HOSTILE,)),
    ]


def test_text_from_outside_is_escaped_everywhere(findings):
    for finding in findings:
        svg = plots.draw(finding)
        tree = ElementTree.fromstring(svg)
        assert not [e for e in tree.iter() if e.tag.endswith("script")]
        assert tree.find("{http://www.w3.org/2000/svg}title").text == finding.title


def test_a_missing_period_is_a_gap():
    whole = Finding(kind="agenda", title="t", starts=("2021-01-04", "2021-01-11", "2021-01-18", "2021-01-25"),
                    series=(Series(name="a", title="a", unit="n", values=(1.0, 2.0, 3.0, 4.0)),))  # fmt: skip
    gap = Finding(kind="agenda", title="t", starts=whole.starts,
                  series=(Series(name="a", title="a", unit="n", values=(1.0, None, 3.0, 4.0)),))  # fmt: skip
    assert plots.draw(whole).count('fill="var(--shade)"') == 0
    assert plots.draw(gap).count('fill="var(--shade)"') == 1
    assert plots.draw(gap).count("<circle") == 1


def test_files_by_their_ending(findings, tmp_path):
    plots.save(findings[0], tmp_path / "a.svg")
    plots.save(findings[0], tmp_path / "a.png")
    assert (tmp_path / "a.svg").read_text("utf-8").startswith("<svg")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(SettingsError):
        plots.save(findings[0], tmp_path / "a.gif")


def contrast(one, other):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [plots.LIGHT, plots.DARK])
def test_colours_stand_out_from_the_paper(theme):
    assert all(contrast(theme[c], theme["paper"]) >= 3 for c in plots.COLOURS)
    assert all(contrast(theme[c], theme["paper"]) >= 4.5 for c in ("ink", "quiet"))
