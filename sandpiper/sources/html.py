"""HTML pages -> stories, by trafilatura."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator

from sandpiper.errors import DecodeError
from sandpiper.sources.fields import Options, Rejected, iso_date
from sandpiper.sources.text import clean, decode
from sandpiper.types import Story

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE
)
_LANGUAGE = re.compile(r"<html[^>]{0,500}?\slang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)


def read(data: bytes, source: str, options: Options | None = None) -> Iterator[Story | Rejected]:
    """One page -> its story (article text, title, date, URL, site and language), or Rejected if it has no text."""
    if not data.strip():
        yield Rejected(source, source, "empty")
        return
    try:
        page = _decode_page(data)
    except DecodeError as error:
        yield Rejected(source, source, error.reason)
        return
    yield _extract(page, source)


def _decode_page(data: bytes) -> str:
    """UTF-8 where valid, then the encoding the page declares, then :func:`decode`'s guess."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii")
        for encoding in ("utf-8", "cp1252" if name.lower() in ("iso-8859-1", "latin1", "ascii") else name):
            try:
                return clean(data.decode(encoding))
            except (UnicodeDecodeError, LookupError):
                continue
    return decode(data)[0]


def _extract(page: str, source: str) -> Story | Rejected:
    import trafilatura  # late: it takes a third of a second to import

    # Without a handler of its own its complaints about empty pages land on stderr.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        document = trafilatura.bare_extraction(
            page,
            fast=True,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:  # damaged markup deep in lxml
        return Rejected(source, source, f"bad HTML: {error}")
    if document is None or isinstance(document, dict):
        return Rejected(source, source, "no text on the page")
    text = clean(document.text or "")
    if not text.strip():
        return Rejected(source, source, "no text on the page")
    language = _LANGUAGE.search(page[:20000])
    url = document.url or (source if source.startswith(("http://", "https://")) else None)
    return Story(
        id=source,
        text=text,
        title=clean(document.title).strip() or None if document.title else None,
        published=iso_date(document.date),
        url=url,
        outlet=document.sitename or None,
        language=language[1].lower() if language else None,
    )
