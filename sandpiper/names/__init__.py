"""Names and their spellings, for whoever compares them: a leaf that every room may import."""

from .fold import block, key, same_name
from .romanise import LANGUAGES, STYLES, romanise

__all__ = ["LANGUAGES", "STYLES", "block", "key", "romanise", "same_name"]
