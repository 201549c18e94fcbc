"""Stories -> readings in a sink, over one process or many, or one shard of several machines.

``code`` is the same function everywhere. Results come in input order and do not depend on ``jobs``: a
Reader gives the same record whatever it read before. A reader that dies with a story (an exception that
nobody foresaw, a crash of native code, the memory killer) costs that story, which becomes a row in
``rejected``, and nothing else.
"""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Any, Protocol, Self

from sandpiper.errors import InputError, ModelError, SandpiperError, UsageError
from sandpiper.report import contract_jsonl
from sandpiper.sources import Rejected
from sandpiper.store import Store
from sandpiper.types import Reading, Story

CHUNK = 8  # stories that a process is given at once; small, so that the last ones end together
AHEAD = 4  # chunks for each process that may wait for an earlier story to be done


class Reads(Protocol):
    """What ``pipeline.Reader`` does, as far as this module needs it."""

    def read(self, story: Story, /) -> Reading:
        """Raises ``InputError`` for a story that cannot be read."""
        ...


class Sink(Protocol):
    """Where results go, in input order."""

    def model_of(self, item: Story | Rejected) -> str | None:
        """The model of an earlier run that did this item ("" for one it rejected), or None: it is to be done."""
        ...

    def add(self, reading: Reading) -> object: ...

    def reject(self, source: str, story: str | None, reason: str) -> None: ...


@dataclass(slots=True)
class Tally:
    """How many stories were read and rejected, and how many an earlier run had read or rejected (``resume``)."""

    read: int = 0
    rejected: int = 0
    read_before: int = 0
    rejected_before: int = 0
    found: int = 0
    """Stories that the sources gave, on whatever shard."""
    absent: int = 0
    """Sources and columns that were named and are not there, on whatever shard."""

    @property
    def total(self) -> int:
        """All that were met so far."""
        return self.read + self.rejected + self.read_before + self.rejected_before


def code(
    sources: Iterable[Story | Rejected],
    sink: Sink,
    *,
    reader_args: Mapping[str, Any] | None = None,
    jobs: int = 1,
    shard: tuple[int, int] = (1, 1),
    resume: bool = False,
    make_reader: Callable[..., Reads] | None = None,
    progress: Callable[[Tally], object] | None = None,
    tally: Tally | None = None,
) -> Tally:
    """Read every story into ``sink``, in input order; returns the counts.

    ``reader_args`` go to ``make_reader`` (``pipeline.Reader``) in each process, so both must pickle where
    ``jobs`` > 1; a program that calls this with several jobs needs the ``if __name__ == "__main__"`` guard.
    ``shard`` (i, n) takes the i-th of n shards, from 1. ``resume`` skips what the sink has already.
    ``tally``, where given, is counted in, so that it holds the counts after an interruption too.
    Raises ``UsageError``, ``ModelError`` or ``StoreError`` when the run cannot go on; what is done stays.
    """
    if jobs < 1 or not 1 <= shard[0] <= shard[1]:
        raise UsageError(f"jobs must be at least 1 and a shard i of n from 1 to n, got {jobs} and {shard}")
    tally = Tally() if tally is None else tally
    start = Start(make_reader, dict(reader_args or {}))
    kept_models: set[str] = set()
    mine = (item for item in _counted(sources, tally) if in_shard(item, shard))
    todo = _todo(mine, sink, tally, kept_models) if resume else mine
    results = _in_this_process(todo, start) if jobs == 1 else _in_processes(todo, start, jobs)
    with closing(results):
        for result in results:
            if isinstance(result, Reading) and kept_models - {result.model}:
                raise UsageError(
                    f"an earlier run used the model {', '.join(sorted(kept_models - {result.model}))}, "
                    f"this one is {result.model}: code everything anew with --no-resume"
                )
            with _uninterrupted():
                _write(result, sink, tally)
            if progress is not None:
                progress(tally)
    return tally


def _counted(items: Iterable[Story | Rejected], tally: Tally) -> Iterator[Story | Rejected]:
    for item in items:
        tally.found += isinstance(item, Story)
        tally.absent += isinstance(item, Rejected) and item.absent
        yield item


def _write(result: Reading | Rejected, sink: Sink, tally: Tally) -> None:
    if isinstance(result, Rejected):
        sink.reject(result.source, result.story, result.reason)
        tally.rejected += 1
    else:
        sink.add(result)
        tally.read += 1


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Signals that come meanwhile act afterwards: no torn line, and counts that agree with what was written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: caught.append(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    for sent in caught:
        signal.raise_signal(sent)


def in_shard(item: Story | Rejected, shard: tuple[int, int]) -> bool:
    """Whether an item belongs to shard i of n (from 1): by a hash of its id that is the same on every machine."""
    name = item.id if isinstance(item, Story) else item.story or item.source
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % shard[1] == shard[0] - 1


def _todo(
    items: Iterable[Story | Rejected], sink: Sink, tally: Tally, kept_models: set[str]
) -> Iterator[Story | Rejected]:
    for item in items:
        model = sink.model_of(item)
        if model is None:
            yield item
        else:
            tally.rejected_before += not model
            tally.read_before += bool(model)
            kept_models.update({model} - {""})


# One process


@dataclass(frozen=True, slots=True)
class Start:
    """How a process makes its reader."""

    make_reader: Callable[..., Reads] | None
    reader_args: dict[str, Any]

    def reader(self) -> Reads:
        """A new reader."""
        if self.make_reader is not None:
            return self.make_reader(**self.reader_args)
        from sandpiper.pipeline import Reader  # late: it loads the model's runtime

        reader: Reads = Reader(**self.reader_args)
        return reader


def _in_this_process(
    items: Iterable[Story | Rejected], start: Start
) -> Generator[Reading | Rejected, None, None]:
    reader = None
    for item in items:
        if isinstance(item, Rejected):
            yield item
        else:
            reader = reader or start.reader()
            yield _read(reader, item)


def _read(reader: Reads, story: Story) -> Reading | Rejected:
    try:
        return reader.read(story)
    except InputError as error:
        return Rejected(_source(story), story.id, error.reason)
    except SandpiperError:
        raise  # the model or a table is at fault, and would be for every story
    except Exception as error:  # a fault of ours costs this story and not the run
        return Rejected(_source(story), story.id, f"the reader failed: {type(error).__name__}: {error}")


def _source(story: Story) -> str:
    return story.url or story.id


# Many processes


def _work(pipe: Connection, start: Start) -> None:
    """What a process does: takes chunks of stories, answers each story by one message, ends with the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # one process a core, one thread a process
        os.environ[name] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone
        try:
            reader = start.reader()
            pipe.send(None)
            while True:
                for story in pipe.recv():
                    pipe.send(_read(reader, story))
        except SandpiperError as error:
            pipe.send(f"{type(error).__name__}: {error}")


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """A process started meanwhile ignores Ctrl-C from its first moment on, before it could do so itself."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say so; the process will when it has started
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    given: deque[tuple[int, Story]] = field(default_factory=deque)

    @classmethod
    def start(cls, start: Start) -> Self:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, start), daemon=True)
        with _deaf_to_ctrl_c():
            process.start()
        theirs.close()
        return cls(process, ours)

    def give(self, chunk: Iterable[tuple[int, Story]]) -> None:
        self.given.extend(chunk)
        if self.given:
            with suppress(BrokenPipeError):  # it has died: its end is seen where its answers are read
                self.pipe.send([story for _, story in self.given])


def _in_processes(
    items: Iterable[Story | Rejected], start: Start, jobs: int
) -> Generator[Reading | Rejected, None, None]:
    remaining = iter(items)
    done: dict[int, Reading | Rejected] = {}
    next_out = 0
    workers: list[_Worker] = []
    most = jobs * CHUNK * AHEAD
    last_given = -1
    exhausted = False

    def chunk() -> list[tuple[int, Story]]:
        """The next stories, as long as not too many wait; what came rejected is done at once."""
        nonlocal last_given, exhausted
        stories: list[tuple[int, Story]] = []
        while len(stories) < CHUNK and last_given + 1 - next_out < most and not exhausted:
            item = next(remaining, None)
            if item is None:
                exhausted = True
                break
            last_given += 1
            if isinstance(item, Rejected):
                done[last_given] = item
            else:
                stories.append((last_given, item))
        return stories

    try:
        while True:
            for worker in workers:
                if worker.ready and not worker.given:
                    worker.give(chunk())
            while len(workers) < jobs and (first := chunk()):
                workers.append(_Worker.start(start))
                workers[-1].given.extend(first)  # given when it says that it is ready
            while next_out in done:
                yield done.pop(next_out)
                next_out += 1
            busy = [worker for worker in workers if worker.given]
            if not busy:
                if exhausted and last_given + 1 == next_out:
                    return
                continue
            for pipe in wait([worker.pipe for worker in busy]):
                worker = next(one for one in busy if one.pipe is pipe)
                _take(worker, workers, start, done)
    finally:
        for worker in workers:
            worker.process.terminate()
            worker.pipe.close()
        for worker in workers:
            worker.process.join()


def _take(worker: _Worker, workers: list[_Worker], start: Start, done: dict[int, Reading | Rejected]) -> None:
    """One answer of a worker; a dead one is replaced, and the story it died of rejected."""
    try:
        answer = worker.pipe.recv()
    except (EOFError, ConnectionResetError):
        worker.process.join()
        worker.pipe.close()
        workers.remove(worker)
        status = worker.process.exitcode
        if not worker.ready:
            raise ModelError(f"a reading process died at its start (exit status {status})") from None
        number, story = worker.given.popleft()
        done[number] = Rejected(_source(story), story.id, f"the reading process died (exit status {status})")
        if worker.given:
            workers.append(_Worker.start(start))
            workers[-1].given.extend(worker.given)
        return
    if isinstance(answer, str):
        raise ModelError(answer)
    if answer is None:
        worker.ready = True
        worker.give(())
    else:
        number, _ = worker.given.popleft()
        done[number] = answer


# Sinks


class StoreSink:
    """A store as a sink."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def model_of(self, item: Story | Rejected) -> str | None:
        """A story that is in the store, under any run; what was rejected is tried again."""
        return self.store.model_of(item) if isinstance(item, Story) else None

    def add(self, reading: Reading) -> None:
        """Write a reading."""
        self.store.add(reading)

    def reject(self, source: str, story: str | None, reason: str) -> None:
        """Write why a story could not be read."""
        self.store.reject(source, story, reason)


class FileSink:
    """Lines of the contract in ``out``, and beside it ``*.rejected.jsonl`` with what could not be read.

    With ``resume`` the files of an earlier run are kept and continued: their lines must be the beginning of
    this run's, otherwise ``model_of`` raises ``UsageError``. Without, they stay as they are until the first reading is
    written, or until the run has ended well without one; what is rejected before that waits in a file of its own.
    """

    def __init__(self, out: Path, *, resume: bool = False) -> None:
        self.out = out
        rejected = rejected_file(out)
        resume = resume and (out.exists() or rejected.exists())
        self._kept = self._earlier() if resume and out.exists() else iter(())
        self._next = next(self._kept, None)
        self._kept_rejected = _rejected_before(rejected) if resume and rejected.exists() else set()
        if not out.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(out.parent))
        self._waiting = None if resume else rejected.with_name(f"{rejected.name}.part")
        self._rejected: IO[str] = contract_jsonl.open_for(
            self._waiting or rejected, "w" if self._waiting else "a"
        )
        self._file: IO[str] | None = contract_jsonl.open_for(out, "a") if resume else None

    def begin(self) -> IO[str]:
        """Take the place of what the files held before; returns the file of readings."""
        if self._file is None:
            self._file = contract_jsonl.open_for(self.out, "w")
        if self._waiting is not None:
            self._rejected.close()  # Windows moves no open file
            self._waiting.replace(rejected_file(self.out))
            self._waiting = None
            self._rejected = contract_jsonl.open_for(rejected_file(self.out), "a")
        return self._file

    def close(self) -> None:
        """Close both files; where nothing has been written, those of an earlier run stay."""
        self._rejected.close()
        if self._file is not None:
            self._file.close()
        if self._waiting is not None:
            self._waiting.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.begin()
        finally:
            self.close()

    def model_of(self, item: Story | Rejected) -> str | None:
        """An item that stands in the files of an earlier run."""
        key = (item.source, item.story) if isinstance(item, Rejected) else (_source(item), item.id)
        if key in self._kept_rejected:
            return ""
        if isinstance(item, Rejected) or self._next is None:
            return None
        id_, text, model = self._next
        if (id_, text) != (item.id, item.text):
            raise UsageError(
                f"{self.out} does not begin with the stories of this run (it has {id_!r} where {item.id!r} comes): "
                "give another file, or --no-resume to begin anew"
            )
        self._next = next(self._kept, None)
        return model

    def add(self, reading: Reading) -> None:
        """Write a line, at once: whatever happens to the run later, it stays."""
        if self._next is not None:
            raise UsageError(f"{self.out} has more stories than come before {reading.story.id!r} in this run")
        file = self.begin()
        file.write(contract_jsonl.line(reading) + "\n")
        file.flush()

    def reject(self, source: str, story: str | None, reason: str) -> None:
        """Write why a story could not be read, at once: after a crash no later line may stand without it."""
        row = {"source": source, "story": story, "reason": reason}
        self._rejected.write(json.dumps(row, ensure_ascii=False) + "\n")
        self._rejected.flush()

    def _earlier(self) -> Iterator[tuple[str, str, str]]:
        """(id, text, model) of each whole line that is there now; a torn last line is cut off."""
        end = _cut_torn_line(self.out)
        with self.out.open("rb") as file:
            while file.tell() < end:
                try:
                    data = json.loads(file.readline())
                    yield data["story"]["id"], data["story"]["text"], data["model"]
                except (ValueError, KeyError, TypeError):
                    raise UsageError(
                        f"{self.out} holds something other than readings: --no-resume begins anew"
                    ) from None


def rejected_file(out: Path) -> Path:
    """``stories.rejected.jsonl`` for ``stories.jsonl``."""
    return out.with_name(f"{out.stem if out.suffix == '.jsonl' else out.name}.rejected.jsonl")


def _cut_torn_line(path: Path) -> int:
    """Cut off a last line that a killed run left unfinished; returns the size of what stays."""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - 65536)
            file.seek(start)
            at = file.read(end - start).rfind(b"\n")
            if at >= 0:
                end = start + at + 1
                break
            end = start
        file.truncate(end)
    return end


def _rejected_before(path: Path) -> set[tuple[str, str | None]]:
    _cut_torn_line(path)
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {(row["source"], row["story"]) for row in rows}
