"""Places in text: `PlaceFinder().locate(parse)` is the `Locator`; `find_places(text)` works without a parse."""

from legation.linking.places.finder import PlaceFinder, find_places

__all__ = ["PlaceFinder", "find_places"]
