"""Story, mentions, actors -> places; sentence, trigger and places -> the place of an event, or its country.

The gazetteer is one read-only file compiled by ``python -m sandpiper.resolve.places.build``.
"""

from .attach import place_of
from .country import Countries
from .parting import parted
from .resolution import known, resolve

__all__ = ["Countries", "known", "parted", "place_of", "resolve"]
