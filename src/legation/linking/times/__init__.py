"""Dates in text: a grammar over token classes, resolved against the publication date.

`TimeGrammar().date(parse)` is the `Dater`; `find_times(text, published)` works without a parse; `bound` tells how a
date limits an event; `event_interval` gives the days of the event whose trigger is a given word."""

from legation.linking.times.bounds import bound
from legation.linking.times.clauses import clause_of
from legation.linking.times.events import event_interval
from legation.linking.times.grammar import TimeGrammar, find_times, open_count

__all__ = ["TimeGrammar", "bound", "clause_of", "event_interval", "find_times", "open_count"]
