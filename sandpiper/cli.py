"""The command line: arguments and printing only; what it does stands in the rooms.

Everything heavy is imported inside the commands, so that ``sandpiper --help`` comes at once. Exit status:
0 done, 1 failed work, 2 wrong usage, 130 Ctrl-C, 141 the reader of our output went away.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from sandpiper.errors import InputError, SandpiperError, UsageError

if TYPE_CHECKING:
    from sandpiper.scale import Tally
    from sandpiper.sources import Notes, Rejected
    from sandpiper.store import Answer, Reviews, Store
    from sandpiper.types import Reading, Story

_FORMATS = (
    "jsonl",
    "csv",
    "parquet",
)  # report.FORMATS, which would have to be imported; a test compares them
_LEDGER_KINDS = ("pledge", "forecast", "demand", "threat", "condition", "deadline")
_LEDGER_ORDERS = ("due", "published", "actor", "kind")
_LEDGER_STATES = (
    *("open", "due soon", "overdue", "undated", "met", "broken", "postponed"),
    *("possibly met", "possibly broken", "possibly postponed"),
)


class _Commands(click.Group):
    """Turns errors into a line on stderr and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # UTF-8 whatever LANG says
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except UsageError as error:
            _complain(str(error))
            ctx.exit(2)
        except SandpiperError as error:
            _complain(str(error))
            ctx.exit(1)
        except BrokenPipeError:
            # Nobody reads on (`| head`); Python would flush once more at its end and complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(141)
        except OSError as error:
            _complain(
                f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
            )
            ctx.exit(1)
        except KeyboardInterrupt:
            _complain("interrupted; what was done stays")
            ctx.exit(130)


def _terminate(*_: object) -> NoReturn:
    raise SystemExit(143)  # as Slurm and systemd ask for it; transactions roll back, files close


def _complain(text: str) -> None:
    click.echo(f"sandpiper: {text}", err=True)


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"sandpiper {version('sandpiper')}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
def main() -> None:
    """Reads newswire and writes the record: who did what to whom, who said it, who promised what by when."""


def _date(value: str) -> str:
    import datetime

    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date of the form YYYY-MM-DD") from None


def _shard(value: str) -> tuple[int, int]:
    first, _, second = value.partition("/")
    if first.isdecimal() and second.isdecimal() and 1 <= int(first) <= int(second):
        return int(first), int(second)
    raise click.BadParameter(f"{value!r} is no shard: 1/4 is the first of four, 4/4 the last")


def _columns(value: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in value.split(",")]
    if all(name.strip() and column.strip() for name, _, column in pairs):
        return {name.strip(): column.strip() for name, _, column in pairs}
    raise click.BadParameter(f"{value!r} does not say which column is which field: text=body,published=date")


_actors = click.option(
    "--actors",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="A table of actors of your own; may be given several times, later ones win.",
)


# read


@main.command()
@click.argument("source", metavar="FILE|-|URL")
@click.option("--json", "as_json", is_flag=True, help="Print the record as JSON, one story a line.")
@click.option(
    "--html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page that shows the story and its record.",
)
@click.option(
    "--published",
    type=_date,
    metavar="YYYY-MM-DD",
    help="Date of publication, for stories that come without one.",
)
@click.option("--title", help="Title, for a story that comes without one.")
@_actors
def read(
    source: str,
    as_json: bool,
    html: Path | None,
    published: str | None,
    title: str | None,
    actors: tuple[Path, ...],
) -> None:
    """Read a story and show its record."""
    from sandpiper.sources import Notes, open_sources

    notes = Notes()
    items = iter(open_sources([source], notes=notes))
    first = list(islice(items, 2))
    if len(first) > 1 and (html or title):
        raise UsageError(f"--html and --title are for one story, and {source} holds several")
    for reading in _readings(chain(first, items), notes, actors, published, title):
        _show(reading, as_json, html)


def _readings(
    items: Iterable[Story | Rejected],
    notes: Notes,
    actors: tuple[Path, ...],
    published: str | None,
    title: str | None = None,
) -> Iterator[Reading]:
    """A reading of each story, dated and titled where it comes without. What cannot be read is complained of; behind the
    last the notes are shown, and the command ends with status 1 if anything could not be read."""
    from dataclasses import replace

    from sandpiper.types import Story

    reader = None
    failed = False
    for item in items:
        if not isinstance(item, Story):
            failed = True
            _complain(_reason(item.source, item.story, item.reason))
            continue
        reader = reader or _reader(actors)
        try:
            reading = reader.read(
                replace(item, published=item.published or published, title=item.title or title)
            )
        except InputError as error:
            failed = True
            _complain(f"{item.id}: {error.reason}")
            continue
        yield reading
    _warn(notes)
    if failed:
        click.get_current_context().exit(1)


def _show(reading: Reading, as_json: bool, html: Path | None) -> None:
    if html is not None:
        from sandpiper.report.html import page

        _write_whole(html, page(reading))
    if as_json:
        from sandpiper.report.contract_jsonl import line

        click.echo(line(reading))
    elif html is None:
        from sandpiper.report.terminal import render

        click.echo(render(reading, color=_colourful(), width=_width()), nl=False, color=True)


def _write_whole(path: Path, text: str) -> None:
    """A file that appears only when it is complete; what is no file (a pipe, a terminal) is written as it stands."""
    part = path if path.exists() and not path.is_file() else path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8", errors="backslashreplace")
        if part != path:
            part.replace(path)
    finally:
        if part != path:
            part.unlink(missing_ok=True)


def _reader(actors: tuple[Path, ...]) -> Any:
    from sandpiper.pipeline import Reader

    return Reader(actors=actors)


def _colourful() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _width() -> int:
    import shutil

    return min(shutil.get_terminal_size((100, 40)).columns, 120)


def _reason(source: str, story: str | None, reason: str) -> str:
    return ": ".join([*dict.fromkeys(name for name in (source, story) if name), reason])


def _warn(notes: Notes) -> None:
    for warning in notes.warnings():
        _complain(warning)


# code


@main.command()
@click.argument("sources", metavar="IN...", nargs=-1, required=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the records, one JSON object a line.",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Folder of the store to write to; made if it is not there.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="How many processes read."
)
@click.option(
    "--shard",
    type=_shard,
    metavar="I/N",
    default="1/1",
    show_default=True,
    help="Code only the i-th of n parts (by story id), for jobs on several machines.",
)
@click.option(
    "--columns",
    type=_columns,
    metavar="FIELD=COLUMN,...",
    help="Which column or key holds which field: text=body,published=date.",
)
@click.option(
    "--published",
    type=_date,
    metavar="YYYY-MM-DD",
    help="Date of publication, for stories that come without one.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 if any story was rejected.")
@click.option(
    "--resume/--no-resume",
    default=False,
    show_default=True,
    help="Go on with a run that was interrupted: skip what is done.",
)
@_actors
def code(
    sources: tuple[str, ...],
    out: Path | None,
    store: Path | None,
    jobs: int,
    shard: tuple[int, int],
    columns: dict[str, str] | None,
    published: str | None,
    strict: bool,
    resume: bool,
    actors: tuple[Path, ...],
) -> None:
    """Read many stories into a file or a store."""
    if (out is None) == (store is None):
        raise UsageError("give either --out FILE or --store DIR")
    from sandpiper import scale
    from sandpiper.sources import Notes, open_sources
    from sandpiper.store import Store

    if out is not None:
        _keep_apart(sources, (out, scale.rejected_file(out)))
    signal.signal(signal.SIGTERM, _terminate)
    notes = Notes()
    items = _dated(open_sources(sources, columns=columns, unique=store is None, notes=notes), published)
    tally = scale.Tally()
    with ExitStack() as stack:
        sink: scale.StoreSink | scale.FileSink
        if store is not None:
            opened = stack.enter_context(Store(store))
            opened.begin(
                {
                    "sources": sources,
                    "jobs": jobs,
                    "shard": shard,
                    "columns": columns,
                    "published": published,
                    "actors": [str(a) for a in actors],
                }
            )
            stack.callback(lambda: opened.end(_counts(tally)))
            sink = scale.StoreSink(opened)
        elif out is not None:
            sink = stack.enter_context(scale.FileSink(out, resume=resume))
        stack.callback(_report, tally, notes)
        progress = stack.enter_context(_progress(sources, shard))
        scale.code(
            items,
            _Speaking(sink),
            reader_args={"actors": actors},
            jobs=jobs,
            shard=shard,
            resume=resume,
            progress=progress,
            tally=tally,
        )
        if tally.absent and not tally.found:
            # Most likely a slip of the pen: what an earlier run wrote is worth more.
            raise UsageError(f"there was nothing to read{f': {out} is left as it was' if out else ''}")
    if strict and tally.rejected + tally.rejected_before:
        click.get_current_context().exit(1)


def _dated(items: Iterable[Story | Rejected], published: str | None) -> Iterator[Story | Rejected]:
    from dataclasses import replace

    from sandpiper.types import Story

    for item in items:
        if isinstance(item, Story) and item.published is None:
            item = replace(item, published=published)
        yield item


def _keep_apart(sources: Iterable[str], outputs: Iterable[Path]) -> None:
    """Refuse to write over what is read, or to read what is being written (it would never end)."""
    from sandpiper.sources import local_path

    for out in outputs:
        target = out.resolve()
        for source in filter(None, map(local_path, sources)):
            if source.exists() and source.resolve() in (target, *target.parents):
                raise UsageError(f"{out} lies in {source}, which is read: write somewhere else")


class _Speaking:
    """A sink that also says on stderr what was rejected."""

    def __init__(self, sink: Any) -> None:
        self.model_of = sink.model_of
        self.add = sink.add
        self._reject = sink.reject

    def reject(self, source: str, story: str | None, reason: str) -> None:
        self._reject(source, story, reason)
        _complain(_reason(source, story, reason))


def _counts(tally: Tally) -> dict[str, int]:
    return {"read": tally.read, "rejected": tally.rejected, "read_before": tally.read_before}


def _report(tally: Tally, notes: Notes | None = None) -> None:
    before = over = ""
    if tally.read_before or tally.rejected_before:
        before = f" (an earlier run: {tally.read_before} read, {tally.rejected_before} rejected)"
    if notes is not None:
        _warn(notes)
        if notes.passed_over:
            names = ", ".join(notes.passed_over_names) + (", …" if notes.passed_over > 3 else "")
            files = "1 file" if notes.passed_over == 1 else f"{notes.passed_over} files"
            over = f"; {files} passed over for want of a known suffix ({names})"
    click.echo(f"{tally.read} read, {tally.rejected} rejected{before}{over}", err=True)


@contextmanager
def _progress(sources: Iterable[str], shard: tuple[int, int]) -> Iterator[Callable[[Tally], object] | None]:
    """A bar with rate and remaining time on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    total = _count(sources)
    with Progress(
        TextColumn("coding"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("coding", total=None if total is None else max(1, total // shard[1]), rate="")

        def show(tally: Tally) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = f"{(tally.read + tally.rejected) / elapsed:.1f} stories/s" if elapsed > 1 else ""
            bar.update(task, completed=tally.total, rate=rate)

        yield show


def _count(sources: Iterable[str]) -> int | None:
    """About how many stories there are, for the remaining time; None where only reading would tell."""
    total = 0
    try:
        for source in map(Path, sources):
            if not source.exists():
                return None
            for file in source.rglob("*") if source.is_dir() else [source]:
                suffix = file.suffix.lower()
                if suffix in (".gz", ".parquet", ".json"):
                    return None
                if file.is_file():
                    total += _lines(file) if suffix in (".jsonl", ".ndjson", ".csv", ".tsv") else 1
    except OSError:  # whoever reads it will say so
        return None
    return total


def _lines(file: Path) -> int:
    count = 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            count += block.count(b"\n")
    return count


# query and export


@main.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.argument("sql", metavar="SQL")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a line of names.")
def query(store: Path, sql: str, as_json: bool, as_csv: bool) -> None:
    """Ask a store, or a Parquet export, in SQL."""
    if as_json and as_csv:
        raise UsageError("give --json or --csv, not both")
    from sandpiper.store import Store, duck

    if duck.is_export(store):
        _answer(duck.query(store, sql), as_json, as_csv)
    else:
        with Store(store, read_only=True) as opened:
            _answer(opened.query(sql), as_json, as_csv)


@main.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(_LEDGER_KINDS), help="Only entries of this kind.")
@click.option(
    "--actor", help="Only entries that bind or concern this actor: part of a name, a key or a country code."
)
@click.option("--state", type=click.Choice(_LEDGER_STATES), help="Only entries in this state.")
@click.option("--due-before", metavar="DATE", type=_date, help="Only entries due before this day.")
@click.option("--text", metavar="WORDS", help="Only entries whose content has these words.")
@click.option(
    "--as-of", metavar="DATE", type=_date, help="The day that states are reckoned from. Default: today."
)
@click.option("--since", metavar="DATE", type=_date, help="Only entries of stories published since this day.")
@click.option(
    "--sort", type=click.Choice(_LEDGER_ORDERS), default="due", show_default=True, help="What comes first."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV with a line of names.")
@click.option("--ics", "as_ics", is_flag=True, help="Print the due days as an iCalendar.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a brief: what each one has promised.")
def ledger(
    store: Path, kind: str | None, actor: str | None, state: str | None, due_before: str | None, text: str | None,
    as_of: str | None, since: str | None, sort: str, as_json: bool, as_csv: bool, as_ics: bool, as_markdown: bool,
) -> None:  # fmt: skip
    """List who is bound to what, and until when."""
    if as_json + as_csv + as_ics + as_markdown > 1:
        raise UsageError("give one of --json, --csv, --ics and --markdown")
    import datetime

    from sandpiper.store import Answer, Store

    day = as_of or datetime.date.today().isoformat()
    with Store(store, read_only=True) as opened:
        _hint(opened)
        answer = opened.ledger(
            day=day,
            kind=kind,
            actor=actor,
            state=state,
            due_before=due_before,
            text=text,
            since=since,
            sort=sort,
        )
        if as_ics or as_markdown:
            from sandpiper.report import bonds

            rows = (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
            shown_as = bonds.icalendar(rows, day) if as_ics else bonds.brief(rows, day, since=since)
            click.echo(shown_as.encode("utf-8", "replace"), nl=False)
            return
        if sys.stdout.isatty() and not (as_json or as_csv):
            from sandpiper.report import bonds
            from sandpiper.report.terminal import visible

            entries = (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
            click.echo(visible(bonds.listing(entries, _width())), nl=False)
            return
        if not (as_json or as_csv):
            shown = (
                "story",
                "entry",
                "kind",
                "state",
                "bound",
                "towards",
                "due",
                "due_latest",
                "words",
                "condition",
                "evidence_story",
            )
            places = [answer.columns.index(name) for name in shown]
            answer = Answer(shown, (tuple(row[i] for i in places) for row in answer.rows))
        _answer(answer, as_json, as_csv)


def _hint(store: Store) -> None:
    """Say on a terminal that stories came which nobody compared with the ledger yet."""
    from sandpiper.store import Reviews

    count = Reviews(store).unmatched() if sys.stderr.isatty() else 0
    if count:
        stories = "1 story" if count == 1 else f"{count} stories"
        _complain(f"{stories} not yet compared with the ledger; `sandpiper review {store.path}` does")


# review


@main.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--list", "listed", is_flag=True, help="Print the proposals that wait for a decision.")
@click.option("--all", "settled", is_flag=True, help="Print the settled ones too.")
@click.option(
    "--accept", metavar="ID", multiple=True, help="Accept this proposal; may be given several times."
)
@click.option(
    "--reject", metavar="ID", multiple=True, help="Reject this proposal; may be given several times."
)
@click.option(
    "--reopen", metavar="ID", multiple=True, help="Take back the decision about this proposal or entry."
)
@click.option(
    "--met", metavar="ENTRY", multiple=True, help="Settle an entry without a proposal: it was kept."
)
@click.option("--broken", metavar="ENTRY", multiple=True, help="Settle an entry: it was not kept.")
@click.option("--postponed", metavar="ENTRY", multiple=True, help="Settle an entry: it was put off.")
@click.option("--on", "day", metavar="DATE", type=_date, help="The day it came about. Default: today.")
@click.option("--note", metavar="TEXT", help="Why; kept with the decision.")
@click.option("--by", "who", metavar="NAME", help="Who decides. Default: the name you are logged in with.")
@click.option("--again", is_flag=True, help="Compare anew, even where no story came since the last time.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def review(
    store: Path, listed: bool, settled: bool, accept: tuple[str, ...], reject: tuple[str, ...], reopen: tuple[str, ...],
    met: tuple[str, ...], broken: tuple[str, ...], postponed: tuple[str, ...], day: str | None, note: str | None,
    who: str | None, again: bool, as_json: bool,
) -> None:  # fmt: skip
    """Decide what became of the ledger: later stories that may tell it are proposed, you accept or reject.

    An ENTRY is STORY:ENTRY, as `sandpiper ledger` shows it.
    """
    from sandpiper.errors import StoreError
    from sandpiper.store import Reviews, sqlite

    entries = met + broken + postponed
    decided = accept + reject + reopen + entries
    if len({*decided}) < len(decided):
        raise UsageError("a proposal or entry stands twice among the decisions")
    if note and not decided:
        raise UsageError(
            "--note goes with a decision: --accept, --reject, --reopen, --met, --broken, --postponed"
        )
    if day and not entries:
        raise UsageError("--on goes with --met, --broken or --postponed")
    printed = listed or settled or as_json
    if not (decided or printed) and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("this is no terminal: use --list, and --accept ID or --reject ID")
    if not (store / sqlite.FILE).is_file():
        raise StoreError(f"{store}: no store there")
    with _opened(store, write=bool(decided or not printed)) as opened:
        reviews = Reviews(opened)
        by = who or _login()
        again_ids = tuple(id_ for id_ in reopen if ":" not in id_)
        for ids, verdict in ((accept, "accepted"), (reject, "rejected"), (again_ids, "reopened")):
            if ids:
                reviews.settle(ids, verdict, by, note)  # type: ignore[arg-type]
        entries_again = tuple(id_ for id_ in reopen if ":" in id_)
        for some, outcome in (
            (met, "met"),
            (broken, "broken"),
            (postponed, "postponed"),
            (entries_again, None),
        ):
            if some:
                reviews.decide(some, outcome, by, note, day)  # type: ignore[arg-type]
        if decided and not printed:
            click.echo(f"{len(decided)} settled", err=True)
            return
        if not decided and (again or reviews.unmatched()):
            if opened.read_only:
                _complain("the store cannot be written: shown as last compared")
            else:
                _compare(opened, reviews)
        rows = reviews.proposals(settled=settled)
        if not printed:
            _decide(reviews, rows, by)
        else:
            _list_proposals(rows, as_json)


def _opened(path: Path, *, write: bool) -> Store:
    """A store to write to, or where nothing must be written and nothing can, to read."""
    from sandpiper.errors import StoreError
    from sandpiper.store import Store

    try:
        return Store(path)
    except StoreError:
        if write:
            raise
        return Store(path, read_only=True)


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user: a container run under a bare number
        return "somebody"


def _compare(store: Store, reviews: Reviews) -> None:
    """Propose anew, with a count on a terminal: a large store takes minutes."""
    from sandpiper.analysis.outcomes import propose

    def seen(done: int, whole: int) -> None:
        if sys.stderr.isatty() and (done % 100 == 0 or done == whole):
            click.echo(f"\r{done} of {whole} entries compared", err=True, nl=done == whole)

    reviews.propose(propose(store, seen=seen))


def _list_proposals(rows: list[dict[str, Any]], as_json: bool) -> None:
    import json

    from sandpiper.report import bonds
    from sandpiper.report.terminal import visible

    for n, row in enumerate(rows):
        shown = json.dumps(row, ensure_ascii=False) if as_json else visible(bonds.card(row, _width()))
        click.echo(("" if as_json or not n else "\n") + shown, nl=as_json)
    if not rows and not as_json:
        click.echo("Nothing waits for a decision.")


_KEYS = "a accept   r reject   n note, then a or r   s skip   q quit"


def _decide(reviews: Reviews, rows: list[dict[str, Any]], who: str) -> None:
    """One proposal after the other, a key for each; every decision is written at once."""
    from sandpiper.report import bonds
    from sandpiper.report.terminal import visible

    done = 0
    settled: set[tuple[str, str]] = set()
    for n, row in enumerate(rows):
        if (row["story"], row["entry"]) in settled:
            continue
        click.echo(f"\n{n + 1} of {len(rows)}\n" + visible(bonds.card(row, _width())) + "\n" + _KEYS)
        key, note = _key()
        if key == "q":
            break
        if key == "s":
            continue
        now = reviews.proposal(row["id"])
        if now["verdict"] != row["verdict"]:
            click.echo(f"{now['who']} has {now['verdict']} it meanwhile; left as it is")
            continue
        reviews.settle([row["id"]], "accepted" if key == "a" else "rejected", who, note)
        click.echo("accepted" if key == "a" else "rejected")
        done += 1
        if key == "a":
            settled.add((row["story"], row["entry"]))
    click.echo(f"{done} settled" if rows else "Nothing waits for a decision.")


def _key() -> tuple[str, str | None]:
    """The next key that means something, and the note given before it; the end of input is q."""
    note = None
    while True:
        try:
            key = click.getchar()[:1].lower()
        except EOFError:
            return "q", note
        if key in ("\x03",):
            raise KeyboardInterrupt
        if key == "n":
            note = click.prompt("note", default="", show_default=False) or None
            click.echo("a accept   r reject")
        elif key in ("a", "r", "s", "q", "\x04"):
            return key.replace("\x04", "q"), note


def _answer(answer: Answer, as_json: bool, as_csv: bool) -> None:
    if as_json:
        import json

        for row in answer.rows:
            values = (value.hex() if isinstance(value, bytes) else value for value in row)
            record = dict(zip(answer.columns, values, strict=True))
            click.echo(json.dumps(record, ensure_ascii=False, default=str))  # dates of DuckDB
    elif as_csv:
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows(answer.rows)
    else:
        _table(answer.columns, answer.rows)


def _table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """A table for people: fitted to a terminal, and in a pipe as wide as its words."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from sandpiper.report.terminal import visible

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else visible(str(value))) for value in row))
    console = Console(
        file=sys.stdout, no_color=not _colourful(), width=None if sys.stdout.isatty() else 10_000
    )
    for line in console.render_lines(table, pad=False) if not sys.stdout.isatty() else ():
        click.echo("".join(segment.text for segment in line).rstrip())
    if sys.stdout.isatty():
        console.print(table)


@main.command()
@click.argument("store", type=click.Path(path_type=Path))
@click.option("--format", "format_", type=click.Choice(_FORMATS), required=True, help="Format of the export.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, allow_dash=True),
    required=True,
    help="File, or folder for a format of several tables; - for standard output (jsonl).",
)
def export(store: Path, format_: str, out: Path) -> None:
    """Write a store in another format."""
    if str(out) == "-" and format_ != "jsonl":
        raise UsageError("only jsonl goes to standard output; give a file or folder")
    single = format_ == "jsonl" or out.suffix.lower() == f".{format_}"
    if single and out.is_dir():
        raise UsageError(f"{out} is a folder, and this is one file: --out {out / f'stories.{format_}'}")
    if not single and out.is_file():
        raise UsageError(
            f"{out} is a file: give a folder for the tables, or a name in .{format_} for the events alone"
        )
    from sandpiper import report
    from sandpiper.store import Store

    with Store(store, read_only=True) as opened:
        count = report.export(opened.readings(), format_, out)
    click.echo(f"{count} stories written to {out}", err=True)


# actors


@main.group()
def actors() -> None:
    """Who is meant in a story, and why."""


@actors.command()
@click.argument("story", metavar="FILE|-|URL")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an actor.")
@click.option(
    "--published",
    type=_date,
    metavar="YYYY-MM-DD",
    help="Date of publication, for stories that come without one.",
)
@_actors
def explain(story: str, as_json: bool, published: str | None, actors: tuple[Path, ...]) -> None:
    """Show each actor of a story with its mentions, and the rules and words that made it what it is."""
    import json

    from sandpiper.sources import Notes, open_sources

    notes = Notes()
    for reading in _readings(open_sources([story], notes=notes), notes, actors, published):
        for row in _explained(reading):
            click.echo(json.dumps(row, ensure_ascii=False) if as_json else _told(row))


def _explained(reading: Reading) -> Iterator[dict[str, Any]]:
    """A row for each actor: what the record says of it, its mentions, and its evidence with the words."""
    for actor in reading.actors:
        yield {
            "story": reading.story.id,
            "id": actor.id,
            "name": actor.name,
            "kind": actor.kind,
            "country": actor.country,
            "sectors": list(actor.sectors),
            "office": actor.office,
            "as_of": actor.as_of,
            "key": actor.key,
            "confidence": actor.confidence,
            "candidates": list(actor.candidates),
            "mentions": [
                {"id": m.id, "words": m.text, "start": m.start, "end": m.end}
                | ({"in": m.in_} if m.in_ else {})
                for m in reading.mentions
                if m.actor == actor.id
            ],
            "evidence": [
                {"rule": e.rule, "words": reading.story.string(e.in_)[e.start : e.end], "start": e.start, "end": e.end}
                | ({"in": e.in_} if e.in_ else {})
                for e in actor.evidence
            ],
        }  # fmt: skip


def _told(row: dict[str, Any]) -> str:
    """The row as a paragraph: a head line, then a line for each rule with the words that it used."""

    from sandpiper.report.terminal import visible

    def words(item: dict[str, Any]) -> str:
        where = f"{item['in']} " if "in" in item else ""
        return f"“{' '.join(item['words'].split())}” {where}{item['start']}–{item['end']}"

    said = [
        row["kind"],
        row["country"] or "no country",
        "|".join(row["sectors"]) or "no sector",
        row["office"],
    ]
    lines = [f"{row['id']}  {row['name']}: {', '.join(filter(None, said))}"]
    lines.append(f"    confidence {row['confidence']:g}" + (f", key {row['key']}" if row["key"] else ""))
    if row["candidates"]:
        lines.append(f"    could be: {', '.join(row['candidates'])}")
    lines.append(f"    mentions: {', '.join(map(words, row['mentions']))}")
    by_rule: dict[str, list[str]] = {}
    for item in row["evidence"]:
        by_rule.setdefault(item["rule"], []).append(words(item))
    lines += [f"    {rule}: {', '.join(found)}" for rule, found in by_rule.items()]
    return "\n".join(map(visible, lines))


# demo


@main.command()
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="Folder for the store; without it the records are not kept.",
)
def demo(store: Path | None) -> None:
    """Read the stories that ship with Sandpiper."""
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        _demo(store or Path(temporary))
    kept = store or "demo-store"
    click.echo("\nNext:")
    if store is None:
        click.echo(f"  sandpiper demo --store {kept}")
    click.echo(f'  sandpiper query {kept} "SELECT actor, category, recipient, words FROM dyads"')
    click.echo(f"  sandpiper ledger {kept}           # who is bound to what, and until when")
    click.echo(f"  sandpiper export {kept} --format csv --out tables")
    click.echo("  sandpiper read FILE                # one story of your own, shown with its record")
    click.echo("  sandpiper code FOLDER --store DIR  # many")


def _demo(folder: Path) -> None:
    from importlib import resources

    from sandpiper import scale
    from sandpiper.sources import open_sources
    from sandpiper.store import Store

    with resources.as_file(resources.files("sandpiper").joinpath("demo")) as stories, Store(folder) as store:
        sources = sorted(str(path) for path in stories.iterdir() if path.suffix in (".txt", ".jsonl"))
        tally = scale.code(open_sources(sources, unique=False), _Speaking(scale.StoreSink(store)))
        _table(("story", "title", "events", "statements", "first events"), map(_demo_row, store.readings()))
    click.echo()
    _report(tally)


def _demo_row(reading: Reading) -> tuple[object, ...]:
    names = {actor.id: actor.name for actor in reading.actors}

    def side(ids: Iterable[str]) -> str:
        return ", ".join(names[id_] for id_ in ids) or "?"

    events = [
        f"{side(event.actor)} {event.category}"
        + (f" {side(event.recipient)}" if event.recipient or not event.reciprocal else "")
        for event in reading.events[:2]
    ]
    title = reading.story.title or reading.story.text.strip().partition("\n")[0]
    return reading.story.id, title[:60], len(reading.events), len(reading.statements), "; ".join(events)


if __name__ == "__main__":
    main()
