"""Files, folders, standard input, tables, JSON lines, pages and URLs become stories; what cannot, a reason."""

from __future__ import annotations

import datetime as dt
import gzip
import http.server
import io
import itertools
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandpiper.errors import DecodeError, UsageError
from sandpiper.sources import READERS, Notes, Rejected, clean, decode, iso_date, open_sources
from sandpiper.sources.fields import day_first
from sandpiper.types import Story

RUSSIAN = "Москва. Президент заявил журналистам, что переговоры продолжатся в четверг.\nВторой абзац."
FRENCH = "Le président a déclaré que la France « n’acceptera pas » ces mesures, a-t-on appris à Genève."
PAGE = (
    "<!doctype html><html lang='en-GB'><head>{head}<title>Talks resume in Lusaka</title>"
    "<meta property='article:published_time' content='2017-06-08T10:00:00Z'>"
    "<link rel='canonical' href='https://example.org/talks'></head><body><nav><a href='/'>Home</a></nav>"
    "<article><h1>Talks resume in Lusaka</h1><p>The ministers of both countries met in Lusaka on Thursday to discuss "
    "the border, which has been closed since the spring of last year.</p><p>They will meet again next week, a "
    "spokesman said on Friday, and observers from the café of the region will join them.</p></article></body></html>"
)


def read(suffix: str, data: bytes) -> list[Story | Rejected]:
    return list(READERS[suffix](data, "s" + suffix))


def stories(items: list[Story | Rejected]) -> list[Story]:
    return [item for item in items if isinstance(item, Story)]


def reasons(items: list[Story | Rejected]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Rejected)]


# --- text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8_r"]
)
def test_russian_in_every_encoding(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding))[0] == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
def test_french_in_every_encoding(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding))[0] == FRENCH


def test_a_short_latin_text() -> None:
    assert decode("naïve café".encode("latin-1"))[0] == "naïve café"


def test_arabic_and_chinese_utf16() -> None:
    arabic = "قال الوزير في القاهرة إن المحادثات سوف تستأنف يوم الخميس. " * 3
    assert decode(arabic.encode("utf-16-le"))[0] == arabic


def test_utf8_cut_in_the_middle_of_a_letter_stays_utf8() -> None:
    text, encoding = decode((RUSSIAN * 2).encode()[:-1])
    assert encoding == "utf-8" and text.startswith(RUSSIAN)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"%PDF-1.7 text",
        b"PK\x03\x04rest",
        bytes(range(256)) * 4,
        bytes(1000),
        b"\x00\xff<<>>",
    ],
)
def test_binary_is_rejected(data: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(data)
    for suffix in (".txt", ".html"):
        assert [type(item) for item in read(suffix, data)] == [Rejected]


def test_clean_changes_line_ends_marks_and_nuls_only() -> None:
    assert clean("\ufeffA\r\nB\rC\n\0D\t\u00a0\u200bE\x0c") == "A\nB\nC\nD\t\u00a0\u200bE\x0c"
    assert clean("\r\0\n") == "\n"
    clean("a\ud800b").encode()


@given(st.text())
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(max_examples=300)
@given(st.binary(max_size=300), st.sampled_from([suffix for suffix in READERS if suffix != ".parquet"]))
def test_no_bytes_raise(data: bytes, suffix: str) -> None:
    items = read(suffix, data)
    assert items
    for item in items:
        if isinstance(item, Story):
            assert item.text.strip()
            item.text.encode()
            assert not set(item.text) & {"\0", "\r", "\ufeff"}


@given(st.text(min_size=1).filter(lambda text: clean(text).strip()))
def test_utf8_with_its_mark_is_always_read_as_such(text: str) -> None:
    try:
        assert decode(text.encode("utf-8-sig", errors="replace"))[1] == "utf-8"
    except DecodeError as error:  # a text made of control characters
        assert "binary" in error.reason


# --- dates --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2017-06-08", "2017-06-08"),
        ("2017-06-08T23:59:59+03:00", "2017-06-08"),
        ("2017-06-08 10:00", "2017-06-08"),
        ("20170608", "2017-06-08"),
        (20170608, "2017-06-08"),
        ("2017/06/08", "2017-06-08"),
        ("08.06.2017", "2017-06-08"),
        ("06/13/2017", "2017-06-13"),
        ("13/06/2017", "2017-06-13"),
        ("06/06/2017", "2017-06-06"),
        ("06/08/2017", None),
        ("8 June 2017", "2017-06-08"),
        ("June 8, 2017", "2017-06-08"),
        ("Thursday, June 8, 2017", "2017-06-08"),
        ("Thu, 08 Jun 2017 10:00:00 GMT", "2017-06-08"),
        ("8 Sept. 2017", "2017-09-08"),
        ("31 June 2017", None),
        ("2017-02-30", None),
        ("8 Ju 2017", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (True, None),
        (dt.date(2017, 6, 8), "2017-06-08"),
        (dt.datetime(2017, 6, 8, 23), "2017-06-08"),
        ("13 May 2024", "2024-05-13"),
        ("Monday 13 May 2024", "2024-05-13"),
        ("Monday May 13 2024", "2024-05-13"),
        ("the 13th of May, 2024", "2024-05-13"),
        ("13. MAY 2024, 10:00", "2024-05-13"),
        ("20240513104500", "2024-05-13"),
        (1715558400, "2024-05-13"),
        ("1715644799", "2024-05-13"),
        (1715558400.5, "2024-05-13"),
        (1715558400000, "2024-05-13"),
        (20240513.0, "2024-05-13"),
        (float("nan"), None),
        (12345678901, None),
    ],
)
def test_dates(value: object, expected: str | None) -> None:
    assert iso_date(value) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["05/06/2024", None, 7, "05/13/2024"], False),
        (["05-06-2024", "13-05-2024 10:00"], True),
        (["05/06/2024"], None),
        (["13/05/2024", "05/13/2024"], None),
        (["13.05.2024", "2024-05-13", "13/13/2024", "40/05/2024"], None),
    ],
)
def test_the_order_of_a_column(values: list[object], expected: bool | None) -> None:
    assert day_first(values) is expected


@given(
    st.one_of(
        st.text(max_size=30),
        st.integers(),
        st.floats(),
        st.dates().map(str),
        st.from_regex(r"\d{1,4}[-/. ]\w{1,3}[-/. ]\d{1,4}"),
    )
)
def test_dates_are_real_or_none(value: object) -> None:
    found = iso_date(value)
    assert found is None or dt.date.fromisoformat(found)


ROWS = [("1", "05/06/2024"), ("2", "2024-05-07"), ("3", "05/13/2024"), ("4", ""), ("5", "last week")]


def dated(path: Path, rows: list[tuple[str, str]]) -> Path:
    """The rows in the format that the suffix says."""
    records = [{"id": id_, "text": f"Story {id_}.", "date": date} for id_, date in rows]
    if path.suffix == ".parquet":
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE t (id VARCHAR, text VARCHAR, date VARCHAR)")
            for record in records:
                connection.execute("INSERT INTO t VALUES (?, ?, ?)", list(record.values()))
            connection.execute(f"COPY t TO '{path}'")
        return path
    if ".csv" in path.name:
        data = "id,text,date\n" + "".join(",".join(record.values()) + "\n" for record in records)
    elif ".jsonl" in path.name:
        data = "{bad\n" + "".join(json.dumps(record) + "\n" for record in records)
    else:
        data = json.dumps(records)
    path.write_bytes(gzip.compress(data.encode()) if path.suffix == ".gz" else data.encode())
    return path


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz", "t.jsonl", "t.jsonl.gz", "t.json", "t.parquet"])
def test_one_date_of_a_column_proves_the_order_of_the_others(tmp_path: Path, name: str) -> None:
    notes = Notes()
    days = [s.published for s in stories(list(open_sources([dated(tmp_path / name, ROWS)], notes=notes)))]
    assert days == ["2024-05-06", "2024-05-07", "2024-05-13", None, None]
    assert (notes.ambiguous, notes.unread) == (0, 1)
    (warning,) = notes.warnings()
    assert warning.startswith("1 date could not be read (first: 'last week' in t.")

    notes = Notes()
    unproved = [row for row in ROWS if row[0] != "3"]
    path = dated(tmp_path / f"un{name}", unproved)
    days = [s.published for s in stories(list(open_sources([path, path], notes=notes)))]
    assert days == [None, "2024-05-07", None, None] * 2
    assert (notes.ambiguous, notes.unread) == (2, 2)
    assert "2 dates could be two days" in notes.warnings()[0] and "'05/06/2024' in unt" in notes.warnings()[0]


# --- JSON ---------------------------------------------------------------------------------------------------


def test_json_lines_go_on_after_a_bad_one() -> None:
    data = b'\xef\xbb\xbf{"id": 7, "text": "A b.", "date": "8 June 2017", "noise": [1]}\n\n{bad\n[1]\n{"text": ""}\n{"text": 5}\n{"title": "x"}\n{"text": "C.\\r\\nD", "outlet": "X"}'
    items = read(".jsonl", data)
    first, last = stories(items)
    assert (first.id, first.text, first.published) == ("7", "A b.", "2017-06-08")
    assert (last.id, last.text, last.outlet) == ("s.jsonl:8", "C.\nD", "X")
    assert len(reasons(items)) == 5
    assert "bad JSON" in reasons(items)[0]


@pytest.mark.parametrize(
    "line", [b"[" * 100_000, b"1" * 10_000, b'{"text": "\\ud800 x"}', b'{"text": "\xff"}', b"null", b'"x"']
)
def test_hostile_lines(line: bytes) -> None:
    items = read(".jsonl", line + b'\n{"text": "ok"}')
    assert len(items) == 2 and stories(items)[-1].text == "ok"
    for story in stories(items):
        story.text.encode()


def test_json_lines_in_utf16() -> None:
    assert stories(read(".jsonl", '{"text": "Один"}\n{"text": "Два"}\n'.encode("utf-16")))[1].text == "Два"


def test_json_array_and_object() -> None:
    assert [story.text for story in stories(read(".json", b'[{"text": "a"}, {"body": "b"}]'))] == ["a", "b"]
    assert stories(read(".json", b'{"text": "a"}'))[0].id == "s.json"
    assert len(stories(read(".json", b'{"text": "a"}\n{"text": "b"}\n'))) == 2


class Endless(io.RawIOBase):
    """A stream of story lines without end: whoever reads it whole never returns."""

    def __init__(self) -> None:
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self.rest:
            self.rest = b'{"text": "The army left the town."}\n' * 100
        taken, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def test_json_lines_are_streamed() -> None:
    items = open_sources(["-"], stdin=io.BufferedReader(Endless()))
    assert len({item.id for item in itertools.islice(items, 1000) if isinstance(item, Story)}) == 1000


# --- tables -------------------------------------------------------------------------------------------------


def test_csv_guesses_its_columns() -> None:
    items = read(".csv", b'Headline;Body;Pub_Date\n"x; y";"two\nlines";13/06/2017\nonly a title\n\na;b;c;d\n')
    (story,) = stories(items)
    assert (story.id, story.title, story.text, story.published) == (
        "s.csv:1",
        "x; y",
        "two\nlines",
        "2017-06-13",
    )
    assert reasons(items) == ["no text", "bad row: 4 fields under 3 column names"]


def test_csv_in_cp1251_and_utf16_and_a_long_field() -> None:
    table = "id,text\n1,Министр заявил о переговорах в четверг\n"
    for encoding in ("cp1251", "utf-16", "utf-8-sig"):
        assert stories(read(".csv", table.encode(encoding)))[0].text.startswith("Министр")
    long = "word " * 100_000
    assert len(stories(read(".csv", f'id,text\n1,"{long}"\n'.encode()))[0].text) == 500_000


def test_tsv_with_a_column_map(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("text\tessay\twhen\nno\tyes, here\t2017-06-08\n", encoding="utf-8")
    (story,) = stories(list(open_sources([path], columns={"text": "essay", "published": "when"})))
    assert (story.text, story.published) == ("yes, here", "2017-06-08")
    assert "no column 'other'" in reasons(list(open_sources([path], columns={"text": "other"})))[0]
    with pytest.raises(UsageError):
        open_sources([path], columns={"body": "essay"})


def test_a_table_without_text_says_what_it_has() -> None:
    assert reasons(read(".csv", b"a,b\n1,2\n")) == ["no text column; there are: a, b"]
    assert reasons(read(".csv", b"id,text\n")) == ["empty"]


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "a[1]*.parquet"
    plain = tmp_path / "x.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT range AS id, CASE WHEN range = 1 THEN NULL ELSE 'Story ' || range END AS body, "
            f"DATE '2017-06-08' AS date FROM range(600)) TO '{plain}'"
        )
    plain.rename(path)
    items = list(open_sources([path]))
    assert len(items) == 600 and reasons(items) == ["no text"]
    assert stories(items)[0].published == "2017-06-08" and stories(items)[-1].text == "Story 599"
    assert stories(read(".parquet", path.read_bytes())) == stories(items)
    assert "bad Parquet" in reasons(read(".parquet", b"PAR1 nonsense"))[0]


# --- pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("<meta charset='windows-1252'>", "cp1252"),
        ("<meta charset='utf-8'>", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_a_page(head: str, encoding: str) -> None:
    (story,) = stories(read(".html", PAGE.format(head=head).encode(encoding)))
    assert story.title == "Talks resume in Lusaka"
    assert (story.published, story.url, story.language) == ("2017-06-08", "https://example.org/talks", "en")
    assert "café" in story.text and "Home" not in story.text


@pytest.mark.parametrize(
    "page", [b"<html><body></body></html>", b"<html>", b"<p>", b"<html><body><img src=x></body></html>"]
)
def test_a_page_without_text(page: bytes) -> None:
    assert reasons(read(".html", page)) == ["no text on the page"]


# --- where they come from -----------------------------------------------------------------------------------


def test_a_folder_is_read_in_order_of_name(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name, data in [
        ("b/z.txt", "Z"),
        ("a.txt", "A"),
        ("note.doc", "no"),
        (".hidden.txt", "no"),
        ("c.jsonl", '{"text": "C"}'),
    ]:
        (tmp_path / name).write_text(data, encoding="utf-8")
    with gzip.open(tmp_path / "d.jsonl.gz", "wb") as stream:
        stream.write(b'{"text": "D"}\n')
    items = stories(list(open_sources([tmp_path])))
    assert [item.id for item in items] == ["a.txt", "c.jsonl:1", "d.jsonl.gz:1", "b/z.txt"]
    assert items == stories(list(open_sources([str(tmp_path)])))


def test_ids_are_unique(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "x", "text": "1"}\n{"id": "x", "text": "1"}\n{"id": "x#2", "text": "1"}\n', encoding="utf-8"
    )
    assert [story.id for story in stories(list(open_sources([path, path])))] == [
        "x",
        "x#2",
        "x#2#2",
        "x#3",
        "x#4",
        "x#2#3",
    ]


def test_standard_input() -> None:
    def stdin(data: bytes) -> list[Story | Rejected]:
        return list(open_sources(["-"], stdin=io.BytesIO(data)))

    (one,), (same,), (other,) = (
        stories(stdin(data)) for data in (b"Some text.", b"Some text.", b"Other text.")
    )
    assert one.id == same.id != other.id
    assert stories(stdin(PAGE.format(head="").encode()))[0].published == "2017-06-08"
    assert len(stories(stdin(b'{"text": "a"}\n{"text": "b"}\n'))) == 2
    assert stories(stdin(b"{curly} words in a text"))[0].text.startswith("{curly}")
    assert reasons(stdin(b"")) == ["empty"] and reasons(stdin(b" \n")) == ["empty"]


TABLE = 'No,Körper,Tag\n1,"Words, and\nmore.",2024-05-01\n2,Others.,2024-05-02\n'
COLUMNS = {"text": "Körper", "published": "Tag"}


def from_stdin(data: bytes, columns: dict[str, str] | None = None) -> list[Story | Rejected]:
    return list(open_sources(["-"], columns=columns, stdin=io.BytesIO(data)))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-16"),
        TABLE.encode("cp1252"),
        TABLE.replace(",", "\t").replace("Words\t", "Words,").encode(),
        json.dumps(
            [
                {"Körper": "Words, and\nmore.", "Tag": "2024-05-01"},
                {"Körper": "Others.", "Tag": "2024-05-02"},
            ],
            indent=1,
        ).encode(),
    ],
    ids=["csv", "utf-16", "cp1252", "tsv", "array"],
)
def test_tables_on_standard_input_with_their_columns(data: bytes, packed: bool) -> None:
    items = from_stdin(gzip.compress(data) if packed else data, COLUMNS)
    assert [(s.id, s.text, s.published) for s in stories(items)] == [
        ("stdin:1", "Words, and\nmore.", "2024-05-01"),
        ("stdin:2", "Others.", "2024-05-02"),
    ]


def test_tables_on_standard_input_with_usual_names(tmp_path: Path) -> None:
    for name in ("t.csv", "t.json", "t.parquet"):
        items = stories(from_stdin(dated(tmp_path / name, ROWS).read_bytes()))
        assert [s.published for s in items][:3] == ["2024-05-06", "2024-05-07", "2024-05-13"], name
    big = "id,text\n" + "".join(f"{n},{'word ' * 5000}\n" for n in range(20))
    assert len(stories(from_stdin(big.encode()))) == 20
    huge = 'id,text\n1,"' + "word\n" * 50_000 + '"\n'
    assert [s.id for s in stories(from_stdin(huge.encode()))] == ["1"]


def test_a_pretty_printed_object_on_standard_input() -> None:
    data = json.dumps({"id": "pp", "text": "Iran attacked Iraq.", "date": "2024-05-01"}, indent=1).encode()
    (story,) = stories(from_stdin(data))
    assert (story.id, story.text, story.published) == ("pp", "Iran attacked Iraq.", "2024-05-01")
    (story,) = stories(from_stdin(b'\n {"Tag": 1,\n "K\\u00f6rper": "x"}', {"text": "Körper"}))
    assert story.text == "x"


@pytest.mark.parametrize(
    "text",
    [
        "Text, body, and soul of the talks\nwere discussed on Monday, a spokesman said.\n",
        "PARIS, May 1 (AFP) - France, and others, met.\nThey agreed, they said, on all.\n",
        "[AFP] The talks resumed.\nAll came.",
        "{curly} words\nin a text",
        "text\nfile of one story",
        "A headline, a comma\nA line, a comma\nA last line, a comma\n",
        "One line, one story",
    ],
)
def test_a_text_on_standard_input_is_one_story(text: str) -> None:
    (story,) = stories(from_stdin(text.encode()))
    assert story.text == text


@pytest.mark.parametrize("data", [b"Plain words.\nMore of them.", PAGE.format(head="").encode()])
def test_columns_for_a_text_on_standard_input_are_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="no table"):
        from_stdin(data, COLUMNS)


def test_a_column_that_is_not_there_on_standard_input() -> None:
    (item,) = from_stdin(TABLE.encode(), {"text": "Korper"})
    assert isinstance(item, Rejected) and item.absent and "no column 'Korper'" in item.reason


def test_columns_are_for_json_too(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"text": "no", "essay": "yes"}]')
    assert [s.text for s in stories(list(open_sources([path], columns={"text": "essay"})))] == ["yes"]


def test_files_without_a_known_suffix_are_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "c", "d.sgm", "e.docx", ".hidden"):
        (tmp_path / name).write_text("Words.")
    notes = Notes()
    assert len(stories(list(open_sources([tmp_path, tmp_path / "c"], notes=notes)))) == 2
    assert (notes.passed_over, notes.passed_over_names) == (4, ["b.md", "c", "d.sgm"])


def test_file_urls(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text("Words.")
    (story,) = stories(list(open_sources([(tmp_path / "a b.txt").as_uri()])))
    assert (story.id, story.text) == ("a b.txt", "Words.")
    assert stories(list(open_sources([tmp_path.as_uri()]))) == [story]


def test_what_was_named_and_is_not_there_is_marked(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    (tmp_path / "bad.csv").write_bytes(b"")
    named = [tmp_path / "none.txt", tmp_path / "none.parquet", tmp_path / "empty", tmp_path / "t.csv"]
    assert all(isinstance(i, Rejected) and i.absent for i in open_sources(named))
    assert not any(isinstance(i, Rejected) and i.absent for i in open_sources([tmp_path / "bad.csv"]))


@pytest.mark.parametrize("suffix", [suffix for suffix in READERS if suffix != ".parquet"])
def test_empty_files_are_rejected(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"")
    assert reasons(list(open_sources([path]))) == ["empty"]


def test_what_is_not_there_is_rejected(tmp_path: Path) -> None:
    broken = tmp_path / "a.txt.gz"
    broken.write_bytes(b"\x1f\x8bnonsense")
    items = list(
        open_sources([tmp_path / "none.txt", tmp_path / "none.parquet", broken, tmp_path / "no.jsonl"])
    )
    assert len(items) == 4 and all("cannot be read" in reason for reason in reasons(items))
    (tmp_path / "empty").mkdir()
    assert "no files" in reasons(list(open_sources([tmp_path / "empty"])))[0]


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        pages = {
            "/page": ("text/html", PAGE.format(head="").encode()),
            "/text": ("text/plain; charset=windows-1251", RUSSIAN.encode("cp1251")),
            "/lines": ("application/x-ndjson", json.dumps({"text": "A"}).encode()),
            "/large": ("text/plain", b"word " * 4_000_000),
            "/table": ("text/csv; charset=utf-8", TABLE.encode()),
            "/guess": ("application/octet-stream", TABLE.encode()),
            "/array": ("application/json", b'[{"K\\u00f6rper": "A", "Tag": "2024-05-01"}]'),
        }
        found = pages.get(self.path)
        self.send_response(200 if found else 404)
        kind, body = found or ("text/plain", b"no")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            return  # the reader has had enough of the large one

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_urls(site: str) -> None:
    page, text, lines = stories(list(open_sources([f"{site}/page", f"{site}/text", f"{site}/lines"])))
    assert (page.id, page.url, page.title) == (
        f"{site}/page",
        "https://example.org/talks",
        "Talks resume in Lusaka",
    )
    assert (text.text, text.url) == (RUSSIAN, f"{site}/text")
    assert lines.text == "A"


def test_urls_with_columns(site: str) -> None:
    found = stories(list(open_sources([f"{site}/table", f"{site}/guess", f"{site}/array"], columns=COLUMNS)))
    assert [(s.text, s.published) for s in found[1:]] == [
        ("Others.", "2024-05-02"),
        ("Words, and\nmore.", "2024-05-01"),
        ("Others.", "2024-05-02"),
        ("A", "2024-05-01"),
    ]


def test_urls_that_fail(site: str) -> None:
    items = list(open_sources([f"{site}/none", f"{site}/large", "http://127.0.0.1:1/", "http://[bad"]))
    assert len(items) == 4
    first, second, *others = reasons(items)
    assert "HTTP 404" in first and "larger than" in second
    assert all("cannot be fetched" in reason for reason in others)
