"""RSS and Atom feeds: fetched politely and guarded, their new pages as documents."""

from legation.reading.feeds.fetch import Fetcher, Rules
from legation.reading.feeds.watch import Watch

__all__ = ["Fetcher", "Rules", "Watch"]
