"""Places in text: `PlaceFinder().locate(parse)` is the `Locator`; `find_places(text)` works without a parse;
`event_place` gives the place of the event whose trigger is a given word."""

from legation.linking.places.events import event_place
from legation.linking.places.finder import PlaceFinder, find_places

__all__ = ["PlaceFinder", "event_place", "find_places"]
