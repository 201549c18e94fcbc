"""Bytes -> str: encodings, binary garbage, and the only three things ever changed in a text."""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from typing import BinaryIO

import charset_normalizer

from sandpiper.errors import DecodeError

# Longer marks first: the UTF-16 mark begins the UTF-32 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)
_CONTROL = bytes([*range(1, 9), 11, *range(14, 27), *range(28, 32), 127])  # not tab, LF, FF, CR, ESC
_SAMPLE = 1 << 16
_SINGLE_BYTE = ["cp1251", "koi8_r", "cp1252", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp866"]
_MULTI_BYTE = ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]


def clean(text: str) -> str:
    """Line ends made ``\\n``, byte-order marks and NULs removed, lone surrogates made U+FFFD; otherwise unchanged."""
    text = text.replace("\ufeff", "").replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    # A lone surrogate (JSON can carry one) has no UTF-8 form: nothing after us could write it.
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def decode(data: bytes) -> tuple[str, str]:
    """Bytes -> (clean text, name of the encoding); raises ``DecodeError`` for what is no text.

    1. A byte-order mark decides. 2. Many NULs: UTF-16 without a mark, or no text. 3. Valid UTF-8 is UTF-8,
    also with a few damaged bytes (U+FFFD). 4. A script's single-byte encoding where the share of high bytes
    is telling, else what charset-normalizer finds among the encodings news comes in. 5. Control characters
    in number: no text.
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise DecodeError(f"not text but {name}")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace")), encoding
    sample = data[:_SAMPLE]
    if sample.count(0) * 50 > len(sample):
        utf16 = _utf16(sample)
        if utf16 is None:
            raise DecodeError("not text but binary data (NUL bytes)")
        return _checked(data.decode(utf16, errors="replace")), utf16
    try:
        return _checked(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        pass
    if len(sample) - len(sample.translate(None, _CONTROL)) > max(2, len(sample) // 50):
        raise DecodeError("not text but binary data (control bytes)")
    if (damaged := _damaged_utf8(data)) is not None:
        return _checked(damaged), "utf-8"
    guess = _single_byte(sample) or _detect(sample)
    if guess is None:
        raise DecodeError("the encoding of this text is not known")
    return _checked(data.decode(guess, errors="replace")), guess


def _checked(text: str) -> str:
    """Clean text; raises ``DecodeError`` if a large share of it is control or replacement characters."""
    text = clean(text)
    sample = text[:_SAMPLE]
    bad = sum(1 for char in sample if char == "\ufffd" or (not char.isprintable() and _is_control(char)))
    if bad > max(2, len(sample) // 20):
        raise DecodeError("not text but binary data (control characters)")
    return text


def _is_control(char: str) -> bool:
    return char not in "\t\n\f\v\x1b\x85" and unicodedata.category(char) in ("Cc", "Cn", "Co")


def _utf16(sample: bytes) -> str | None:
    """``utf-16-le`` or ``-be`` if the sample reads as text in one of them, else None."""
    best: str | None = None
    best_share = 0.9
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        # Words have spaces and letters of one alphabet; the other byte order gives ideographs and none.
        plain = sum(1 for char in text if char < "\u0600" and (char.isprintable() or char in "\n\r\t"))
        share = plain / max(1, len(text))
        if share > best_share:
            best, best_share = encoding, share
    if best is None:  # an alphabet beyond Hebrew: spaces and line ends must stand where text has them
        for encoding in ("utf-16-le", "utf-16-be"):
            text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
            good = sum(1 for char in text if char.isalnum() or char.isspace() or char in ".,،。-:;\"'()")
            spaces = sum(1 for char in text if char in " \n")
            if good > 0.9 * len(text) and spaces > 0.03 * len(text):
                return encoding
    return best


def _damaged_utf8(data: bytes) -> str | None:
    """The text if it is UTF-8 but for a few bytes (a cut at the end, one foreign quotation mark)."""
    text = data.decode("utf-8", errors="replace")
    errors = text.count("\ufffd")
    multi = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    return text if multi >= 4 * errors else None


def _single_byte(sample: bytes) -> str | None:
    """cp1251, koi8-r or cp1252 where the bytes leave no doubt (charset-normalizer guesses wildly on short texts)."""
    ascii_letters = len(re.findall(rb"[A-Za-z]", sample))
    high = len(re.findall(rb"[\xc0-\xff]", sample))
    long_runs = sum(len(run) for run in re.findall(rb"[\xc0-\xff]{4,}", sample))
    if high and long_runs > 0.6 * high and high > ascii_letters:
        words = re.findall(rb"[\xc0-\xff]{3,}", sample)
        # Words are lower case but for their first letter: 0xE0-0xFF in cp1251, 0xC0-0xDF in KOI8-R.
        tails = b"".join(word[1:] for word in words)
        lower_1251 = len(re.findall(rb"[\xe0-\xff]", tails))
        share = lower_1251 / max(1, len(tails))
        for encoding, sure in (("cp1251", share > 0.8), ("koi8_r", share < 0.2)):
            if sure and _reads_as_russian(sample.decode(encoding, errors="replace")):
                return encoding
        return None
    # Inside a word cp1252 has no superscripts or inverted marks; cp1250 has its Polish and Czech letters there.
    eastern = re.search(rb"[A-Za-z][\x8f\x9d\x9f\xa3\xa5\xb3\xb9\xbe\xbf]|[\xb3\xb9\xbe\xbf][a-z]", sample)
    if ascii_letters > 3 * high and not long_runs and not eastern:
        return "latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", sample) else "cp1252"
    return None


def _reads_as_russian(text: str) -> bool:
    """A third of Cyrillic letters are vowels; another alphabet read as Cyrillic has nothing of the sort."""
    letters = re.findall("[а-яёіїєґ]", text.lower())
    vowels = sum(1 for char in letters if char in "аеиоуыэюяёіїє")
    return len(letters) > 3 and 0.3 < vowels / len(letters) < 0.6


def _detect(sample: bytes) -> str | None:
    best = charset_normalizer.from_bytes(sample, cp_isolation=[*_SINGLE_BYTE, *_MULTI_BYTE]).best()
    return best.encoding if best is not None else None


def joined(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    """Bytes already taken from a stream, and the rest of it, as one stream."""
    return io.BufferedReader(_Joined(head, rest))


class _Joined(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        if self._head:
            taken = self._head[: len(view)]
            self._head = self._head[len(taken) :]
        else:
            taken = memoryview(self._rest.read(len(view)))
        view[: len(taken)] = taken
        return len(taken)
