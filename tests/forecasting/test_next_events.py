"""Next events: nothing of the day itself or later is used; ranks are filtered; rules and counts follow definitions."""

import json
import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import FormatError, SettingsError
from legation.forecasting.benchmark import evaluate
from legation.forecasting.decay import NEVER, DecayTable
from legation.forecasting.nextevents import NextEvents
from legation.forecasting.quadruples import make_facts
from legation.forecasting.ranking import Softmax, position

START = date(2020, 1, 1)


def lines(days=60, valid_from=50, seed=0):
    chance = random.Random(seed)
    names = [f"Police_({c})" for c in "ABCD"] + list("ABCD") + ["x", "y"]
    found = []
    for day in range(days):
        for _ in range(4):
            source, target = chance.sample(names, 2)
            split = "train" if day < valid_from else "valid"
            found.append((split, (START + timedelta(day)).isoformat(), source, chance.choice(["Meet", "Warn"]), target))
    return found


def write(path, rows):
    path.write_text("\n".join(["split\tdate\tsource\trelation\ttarget", *("\t".join(r) for r in rows)]) + "\n", "utf-8")
    return path


def predictions(tmp_path, rows, name):
    out = tmp_path / f"{name}.jsonl"
    figures = evaluate(None, write(tmp_path / f"{name}.tsv", rows), "valid", out)
    return figures, [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_two_lines_a_fact_in_the_files_order(tmp_path):
    rows = lines()
    _, told = predictions(tmp_path, rows, "a")
    asked = [r for r in rows if r[0] == "valid"]
    assert len(told) == 2 * len(asked)
    for fact, first, second in zip(asked, told[::2], told[1::2], strict=True):
        assert first["subject"] == fact[2] and first["object"] is None and first["relation"] == fact[3]
        assert second["object"] == fact[4] and second["subject"] is None and second["date"] == fact[1]
        assert len(set(first["ranked"])) == len(first["ranked"]) <= 100


def test_answers_do_not_depend_on_that_day_or_later(tmp_path):
    """The same questions get the same answers where all else of their day, and all later days, are changed."""
    rows = lines()
    day = (START + timedelta(52)).isoformat()
    _, told = predictions(tmp_path, rows, "a")
    kept = [r for r in rows if r[1] < day]
    first = next(r for r in rows if r[1] == day)
    changed = [*kept, first, *(("valid", day, "D", "Warn", "Police_(A)") for _ in range(3)), *(
        (s, d, b, r, a) for s, d, a, r, b in rows if d > day)]  # fmt: skip
    _, again = predictions(tmp_path, changed, "b")
    question = ("date", "subject", "relation", "object")
    known = {tuple(t[k] for k in question): t["ranked"] for t in told if t["date"] <= day}
    shared = [t for t in again if tuple(t[k] for k in question) in known]
    assert len([t for t in shared if t["date"] == day]) >= 2
    assert all(t["ranked"] == known[tuple(t[k] for k in question)] for t in shared)


def test_figures_are_those_of_the_written_answers(tmp_path):
    """An independent scorer over the written lines gives the same figures."""
    rows = lines(seed=3)
    figures, told = predictions(tmp_path, rows, "a")
    asked = [r for r in rows if r[0] == "valid"]
    ranks = []
    for fact, pair in zip(asked, zip(told[::2], told[1::2], strict=True), strict=True):
        for line, own, wanted in ((pair[0], 2, 4), (pair[1], 4, 2)):
            same = [r for r in rows if r[1] == fact[1] and r[3] == fact[3] and r[own] == fact[own]]
            others = {r[wanted] for r in same} - {fact[wanted]}
            ranked = [n for n in line["ranked"] if n not in others]
            ranks.append(ranked.index(fact[wanted]) + 1 if fact[wanted] in ranked else 10**9)
    assert figures["mrr"] == pytest.approx(100 * np.mean([1 / r for r in ranks]), abs=0.006)
    assert figures["hits@3"] == pytest.approx(100 * np.mean([r <= 3 for r in ranks]), abs=0.006)


def test_a_split_alone_is_answered_too(tmp_path):
    figures, told = predictions(tmp_path, [r for r in lines() if r[0] == "valid"], "a")
    assert figures["queries"] == len(told) == 80


def test_unusable_files_are_the_users_mistake(tmp_path):
    with pytest.raises(SettingsError):
        evaluate(None, write(tmp_path / "a.tsv", lines()), "test", None)
    (tmp_path / "b.tsv").write_text("a\tb\n1\t2\n")
    with pytest.raises(FormatError):
        evaluate(None, tmp_path / "b.tsv", "valid", None)
    with pytest.raises(FormatError):
        evaluate(None, write(tmp_path / "c.tsv", [("valid", "soon", "A", "Meet", "B")]), "valid", None)


def test_a_rule_that_always_held_leads_and_is_given_as_the_reason():
    rows = []
    for day in range(60):
        when = (START + timedelta(day)).isoformat()
        rows.append(("train", when, "A", "Threaten" if day % 2 == 0 else "Apologise", "BCDEF"[(day // 2) % 5]))
    facts = make_facts(rows)
    model = NextEvents(facts)
    for day, s, r, o in facts.days():
        model.tell(day, s, r, o)
    a, warn, sorry = facts.entities.index("A"), facts.relations.index("Threaten"), facts.relations.index("Apologise")
    day = int(facts.day.max()) + 1
    wanted = facts.entities.index("B")
    model.tell(day, np.array([a]), np.array([warn]), np.array([wanted]))
    asked, _ = model.ask(day + 1, np.array([a]), np.array([sorry]), np.array([wanted]))
    answers, _ = model.rank(asked, 5)
    assert answers[0, 0] == wanted
    reason = model.explain(day + 1, a, sorry, wanted)[0]
    assert (reason.body, reason.inverse, reason.days_ago) == ("Threaten", False, 1)
    assert reason.confidence > 0.5


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), min_size=1, max_size=40), st.integers(41, 60))
def test_fading_counts_are_the_sum_of_faded_sightings(sightings, now):
    table = DecayTable((3.0, float("inf")))
    for day in sorted({d for _, d in sightings}):
        table.add(np.array([k for k, d in sightings if d == day]), day)
    counts, gaps = table.look(np.arange(7), now)
    for key in range(7):
        days = [d for k, d in sightings if k == key]
        assert counts[key, 0] == pytest.approx(sum(2 ** (-(now - d) / 3) for d in days), rel=1e-4, abs=1e-6)
        assert counts[key, 1] == len(days)
        assert gaps[key] == (now - max(days) if days else NEVER)


def test_the_loss_has_the_gradient_it_states():
    generator = np.random.default_rng(0)
    question = np.repeat(np.arange(4), 5)
    right = np.tile(np.array([True, False, True, False, False]), 4)
    offset = generator.normal(size=20).astype(np.float32)
    scores = generator.normal(size=20)

    def loss(values):
        total = 0.0
        power = np.exp(values + offset)
        for q in range(4):
            wrong = power[(question == q) & ~right].sum()
            total += sum(-np.log(p / (p + wrong)) for p in power[(question == q) & right])
        return total

    gradient, _ = Softmax(question, right, offset)(scores, None)
    for i in range(20):
        step = np.zeros(20)
        step[i] = 1e-4
        assert gradient[i] == pytest.approx((loss(scores + step) - loss(scores - step)) / 2e-4, abs=1e-3)


def test_positions_within_questions():
    assert position(np.array([0, 0, 1, 1, 1]), np.array([1.0, 2.0, 5.0, 5.0, 9.0])).tolist() == [1, 0, 1, 2, 0]
