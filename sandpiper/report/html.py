"""Reading -> one self-contained HTML page: the story with its marks, and its record beside it.

The page loads nothing, needs no JavaScript to be read (marks are links to their records, layers are
switched by CSS) and allows no other script or style than its own two: a Content-Security-Policy
names their hashes. The text of the element ``#text`` is the story's text, character for character
(controls that HTML cannot carry are shown by pictures of the same length); every mark's element
carries the offsets of its slice in ``data-at``.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from html import escape

from sandpiper.report.terminal import (
    Mark,
    Piece,
    Words,
    codes,
    cut,
    headline_in_text,
    marks,
    outline,
    when,
)
from sandpiper.types import Actor, Event, Reading, Statement, Where

# What an HTML document cannot carry or would change: controls, lone surrogates, noncharacters.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_LAYERS = (
    ("actor", "Actors"),
    ("content", "Statements"),
    ("event", "Events"),
    ("time", "Times"),
    ("furniture", "Furniture"),
)


def page(reading: Reading) -> str:
    """A whole HTML document, to be written as UTF-8; every string of the reading in it is escaped."""
    story, words = reading.story, Words(reading)
    about = " · ".join(filter(None, (story.outlet, story.published, story.id)))
    title = story.title or (story.text.strip().split("\n", 1)[0][:120]) or story.id
    own_title = bool(story.title) and not headline_in_text(reading)
    anchors: set[str] = set()  # records whose first words have been given their anchor
    heading = "".join(_text(reading, "title", anchors)) if own_title else ""
    body = "".join(_text(reading, None, anchors))
    switches = "".join(
        f'<label><input type="checkbox" id="show-{layer}" checked><span class="key {layer}">{name}</span></label>'
        for layer, name in _LAYERS
    )
    records = "".join(_records(words, anchors))
    policy = (
        f"default-src 'none'; style-src '{_hash(_STYLE)}'; script-src '{_hash(_SCRIPT)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    language = (
        story.language if story.language and re.fullmatch(r"[A-Za-z0-9-]{2,35}", story.language) else "en"
    )
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{_safe(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<header class="bar" lang="en"><span class="name">Sandpiper</span>
<fieldset><legend>Show</legend>{switches}</fieldset></header>
<div class="columns">
<main>
<article>
{f'<h1 id="title" dir="auto">{heading}</h1>' if own_title else ""}
<p class="about" dir="auto">{_safe(about)}</p>
<div id="text">{body}</div>
</article>
</main>
<aside aria-label="Record" lang="en">
{records}
<footer>{_safe(reading.schema)} · model {_safe(reading.model)} · sandpiper {_safe(reading.sandpiper)}</footer>
</aside>
</div>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _safe(text: str) -> str:
    """Escaped for element content and quoted attributes; what HTML cannot carry becomes a picture as long."""
    return escape(_UNFIT.sub(lambda match: _picture(match[0]), text))


def _picture(char: str) -> str:
    return chr(0x2400 + ord(char)) if ord(char) < 0x20 else "\ufffd"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# --- the text -----------------------------------------------------------------------------------------------------


def _text(reading: Reading, where: Where, anchors: set[str]) -> Iterator[str]:
    """The string cut at every border of a mark; in the text, every paragraph is a ``p`` with its line feeds."""
    text = reading.story.string(where)
    if where:
        for piece in cut(len(text), marks(reading, where)):
            yield _piece(text, piece, anchors)
        return
    # A paragraph starts behind a blank line; a headline is a paragraph by itself.
    heads = [f for f in reading.story.furniture if f.kind == "headline" and 0 <= f.start < f.end <= len(text)]
    starts = {match.end() for match in re.finditer(r"\n[^\S\n]*\n\s*", text)} | {head.start for head in heads}
    starts |= {_behind(text, head.end) for head in heads}
    starts = {0} | {start for start in starts if start < len(text)}
    headline = {head.start for head in heads}
    opened = False
    for piece in cut(len(text), marks(reading), starts):
        if piece.start in starts:
            yield f'{"</p>" if opened else ""}<p dir="auto"{" class=headline" if piece.start in headline else ""}>'
            opened = True
        yield _piece(text, piece, anchors)
    yield "</p>" if opened else ""


def _behind(text: str, at: int) -> int:
    """The first place from ``at`` on that is no white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _piece(text: str, piece: Piece, anchors: set[str]) -> str:
    words = _safe(text[piece.start : piece.end])
    if not piece.marks:
        return words
    layers = dict.fromkeys(mark.layer for mark in piece.marks)
    depth = sum(mark.layer == "content" for mark in piece.marks)
    classes = " ".join(["m", *layers, *(["deep"] if depth > 1 else [])])
    recorded = [mark for mark in piece.marks if mark.layer != "furniture"]
    if not recorded:
        return f'<span class="{classes}" title="{_safe(piece.marks[0].id)}" data-at="{piece.start}-{piece.end}">{words}</span>'
    ids = " ".join(dict.fromkeys(_id(mark.id) for mark in reversed(recorded)))
    fresh = [mark for mark in recorded if mark.id not in anchors]
    anchors.update(mark.id for mark in fresh)
    # The words themselves hold the first anchor; empty elements hold those of other records that start here.
    first, *others = [f"w-{_id(mark.id)}" for mark in _unique(fresh)] or [""]
    extra = "".join(f'<a id="{other}"></a>' for other in others)
    anchor = f' id="{first}"' if first else ""
    data = f'class="{classes}"{anchor} data-at="{piece.start}-{piece.end}" data-r="{ids}"'
    inner = _innermost(recorded)
    if inner.layer == "content" and not fresh:
        return f"{extra}<span {data}>{words}</span>"
    return f'{extra}<a {data} href="#r-{_id(inner.id)}">{words}</a>'


def _innermost(found: Iterable[Mark]) -> Mark:
    """The mark a click means: of the shortest, an event before a time, cue or actor, and a statement last."""
    rank = ("event", "time", "cue", "actor", "source", "content")
    return min(
        found, key=lambda mark: (mark.layer == "content", mark.end - mark.start, rank.index(mark.layer))
    )


def _unique(found: Iterable[Mark]) -> list[Mark]:
    return list({mark.id: mark for mark in found}.values())


def _id(id: str) -> str:
    """A record's id as a name in the page: contract ids pass unchanged, other characters become their code."""
    return re.sub(r"[^A-Za-z0-9]", lambda match: f"_{ord(match[0]):x}_", id)


# --- the record ---------------------------------------------------------------------------------------------------


def _records(words: Words, anchors: set[str]) -> Iterator[str]:
    reading = words.reading
    loose = [m for m in reading.mentions if m.actor is None]
    said = [_statement(words, statement, depth, anchors) for depth, statement in outline(reading.statements)]
    doubts = [f"<li>{_safe(line)}</li>" for line in words.doubts()]
    warnings = [f"<li>{_safe(words.warning(warning))}</li>" for warning in reading.warnings]
    yield _section("Warnings", warnings, "warn")
    yield _section("Events", [_event(words, event, anchors) for event in reading.events])
    yield _section("Statements", said)
    yield _section(
        "Ledger",
        [
            _card(
                entry.id,
                f"<b>{_safe(words.ledger(entry))}</b>",
                [words.spans(entry.content, entry.in_)],
                _anchor(entry.statement or "", anchors),
                kind="l",
                links=_id(entry.statement or ""),
            )
            for entry in reading.ledger
        ],
    )
    yield _section("Actors", [_actor(actor, anchors) for actor in reading.actors])
    yield _section(
        "Not resolved", [_card(m.id, f"“{_safe(m.text)}”", [m.type], _anchor(m.id, anchors)) for m in loose]
    )
    yield _section(
        "Dates",
        [
            _card(
                t.id,
                f"“{_safe(t.text)}” <span class=value>{_safe(words.time(t))}</span>",
                [t.conflict],
                _anchor(t.id, anchors),
            )
            for t in reading.times
        ],
    )
    places = [
        ", ".join(filter(None, (p.name, p.admin1, p.country))) + f" ({p.precision})" for p in reading.places
    ]
    yield _section("Places", [f"<li>{_safe(place)}</li>" for place in dict.fromkeys(places)])
    yield _section("Doubtful words", doubts)
    if not (said or reading.events or reading.actors or reading.times or reading.mentions):
        yield "<p class=none>Nothing to record in this story.</p>"


def _section(name: str, cards: list[str], kind: str = "") -> str:
    if not cards:
        return ""
    return f'<section class="{kind}"><h2>{name} <small>{len(cards)}</small></h2><ul>{"".join(cards)}</ul></section>'


def _card(
    id: str, head: str, facts: Iterable[str | None], anchor: str | None, *, kind: str = "", links: str = ""
) -> str:
    """One record; ``head`` is HTML, ``facts`` are text, ``links`` the ids that light up with it."""
    rest = "".join(f'<div class="fact" dir="auto">{_safe(fact)}</div>' for fact in facts if fact)
    show = f'<a class="show" href="#{anchor}" aria-label="Show in the story">↖</a>' if anchor else ""
    more = f' data-with="{links}"' if links else ""
    return f'<li class="card {kind}" id="r-{_id(id)}" tabindex="-1"{more}>{show}{head}{rest}</li>'


def _anchor(id: str, anchors: set[str]) -> str | None:
    return f"w-{_id(id)}" if id in anchors else None


def _name(words: Words, ids: Iterable[str]) -> str:
    return ", ".join(
        f'<a class="who" href="#r-{_id(id)}"><bdi>{_safe(words.actor(id))}</bdi></a>' for id in ids
    )


def _event(words: Words, event: Event, anchors: set[str]) -> str:
    head = (
        f"{_name(words, event.actor) or 'nobody named'} <b class=category>{_safe(words.category(event))}</b>"
    )
    if event.reciprocal:
        head += " ↔"
    elif event.recipient:
        head += f" → {_name(words, event.recipient)}"
    line = f'<div class="when">{_safe(when(event.date))} · {_safe(event.status.replace("_", " "))}</div>'
    if event.trigger:
        head += f' <q class="fact">“{_safe(words.spans(event.trigger, event.in_))}”</q>'
    links = " ".join(map(_id, (*event.actor, *event.recipient)))
    return _card(
        event.id, line + head, words.event_facts(event), _anchor(event.id, anchors), kind="e", links=links
    )


def _statement(words: Words, statement: Statement, depth: int, anchors: set[str]) -> str:
    who = [statement.speaker, *statement.co_speakers] if statement.speaker else []
    speaker = _name(words, who) if who else _safe(words.speaker(statement))
    kind = f"{'negated ' if statement.negated else ''}{statement.kind}, {statement.form}"
    cue = f" <i>{_safe(words.spans(statement.cue, statement.in_))}</i>" if statement.cue else ""
    content = f'<q dir="auto">{_safe(words.spans(statement.content, statement.in_))}</q>'
    return _card(
        statement.id,
        f'<div class="when">{_safe(kind)}</div>{speaker}{cue}: {content}',
        words.statement_facts(statement),
        _anchor(statement.id, anchors),
        kind=f"s in{min(depth, 3)}",
        links=" ".join(map(_id, who)),
    )


def _actor(actor: Actor, anchors: set[str]) -> str:
    facts = [
        actor.office,
        f"open between {', '.join(actor.candidates)}" if actor.candidates else None,
    ]
    head = f"<b><bdi>{_safe(actor.name)}</bdi></b> <span class=value>{_safe(codes(actor))}</span> {_safe(actor.kind.replace('_', ' '))}"
    return _card(actor.id, head, facts, _anchor(actor.id, anchors), kind="a")


# --- looks and manners --------------------------------------------------------------------------------------------

# Every layer has a channel of its own (line, wash, box, dots, grey), so that marks over one another stay legible,
# and none is told by its colour alone.
_STYLE = """
:root{--paper:#fbfaf6;--card:#fff;--ink:#1d1f21;--soft:#6a6b68;--line:#e4e1d8;--actor:#2f62a3;--event:#a8361c;
--event-wash:#f9dfd5;--said:#f6eecb;--deep:#ecdc9c;--cue:#7a5a00;--time:#2c7350;--hot:#ffd75e;--warn:#8a4b00}
@media(prefers-color-scheme:dark){:root{--paper:#17191b;--card:#1f2225;--ink:#e6e4de;--soft:#9b9c98;--line:#33373a;
--actor:#86b3ec;--event:#ffa48a;--event-wash:#54291d;--said:#3d3822;--deep:#574e27;--cue:#dcbf63;--time:#7cc9a0;
--hot:#7a6110;--warn:#f0b46a}}
*{box-sizing:border-box}
html{scroll-padding:5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
.bar{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:.3rem 1.6rem;align-items:center;padding:.55rem 1.5rem;
background:var(--paper);border-bottom:1px solid var(--line)}
.name{font-weight:600;letter-spacing:.02em}
fieldset{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;border:0;margin:0;padding:0}
legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
label{display:inline-flex;gap:.4rem;align-items:center;cursor:pointer}
input{accent-color:var(--ink);margin:0}
.columns{display:grid;grid-template-columns:minmax(0,1fr) minmax(20rem,26rem);gap:3rem;max-width:78rem;margin:0 auto;padding:0 1.5rem}
main{padding:2.2rem 0 5rem}
article{max-width:40rem;margin:0 auto;font:1.16rem/1.72 Charter,"Bitstream Charter","Iowan Old Style",Georgia,"DejaVu Serif",serif}
h1,#text .headline{font-size:1.75rem;line-height:1.25;font-weight:600;letter-spacing:-.01em;text-wrap:balance;margin:0 0 .6rem}
h1~#text .headline{font-size:1.25rem}
.about{color:var(--soft);font:.85rem/1.4 system-ui,sans-serif;margin:0 0 1.6rem}
#text p{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
aside{position:sticky;top:2.9rem;align-self:start;max-height:calc(100vh - 2.9rem);overflow-y:auto;padding:1.6rem .4rem 4rem;
font-size:.88rem;overscroll-behavior:contain;scrollbar-width:thin;scrollbar-color:var(--line) transparent}
h2{font-size:.78rem;font-weight:600;text-transform:uppercase;letter-spacing:.08em;color:var(--soft);margin:1.5rem 0 .5rem}
h2 small{font-weight:400;font-size:1em}
section:first-child h2{margin-top:0}
ul{list-style:none;margin:0;padding:0}
li{padding:.15rem 0;overflow-wrap:anywhere}
.warn li{color:var(--warn)}.warn li::before{content:"! ";font-weight:700}
.card{position:relative;background:var(--card);border:1px solid var(--line);border-left-width:3px;border-radius:4px;
padding:.5rem 2rem .5rem .7rem;margin:0 0 .45rem}
.e{border-left-color:var(--event)}.s{border-left-color:var(--cue)}.a{border-left-color:var(--actor)}.l{border-left-color:var(--time)}
.in1{margin-left:1.2rem}.in2{margin-left:2.4rem}.in3{margin-left:3.6rem}
.when,.fact,.value,footer,.none{color:var(--soft)}
.value{font-variant-numeric:tabular-nums}
.category{color:var(--event);font-weight:600;font-size:.92em;letter-spacing:.02em}
.who{color:var(--actor);text-decoration:none}.who:hover{text-decoration:underline}
q{quotes:none}
.show{position:absolute;top:.3rem;right:.3rem;width:1.6rem;height:1.6rem;line-height:1.6rem;text-align:center;border-radius:4px;
color:var(--soft);text-decoration:none}
.show:hover{background:var(--line)}
footer{margin-top:2rem;font-size:.8rem}
a.m{color:inherit;text-decoration:none}
.live [data-r]{cursor:pointer}
body:has(#show-furniture:checked) .furniture{color:var(--soft);font-style:normal}
body:has(#show-content:checked) .content{background:var(--said);padding-block:.12em}
body:has(#show-content:checked) .deep{background:var(--deep)}
body:has(#show-content:checked) .cue{font-style:italic;color:var(--cue)}
body:has(#show-actor:checked) .actor{text-decoration:underline solid var(--actor) 2px;text-underline-offset:.22em}
body:has(#show-time:checked) .time{text-decoration:underline dotted var(--time) 2px;text-underline-offset:.22em}
body:has(#show-event:checked) .event{background:var(--event-wash);color:var(--event);font-weight:600;border-radius:2px;
box-shadow:0 0 0 .1em var(--event-wash)}
.m.hot{outline:2px solid var(--hot);outline-offset:0;border-radius:2px}
.card.hot,.card:target{border-color:var(--hot);box-shadow:0 0 0 2px var(--hot)}
.m:target{outline:2px solid var(--hot)}
:focus-visible{outline:2px solid var(--actor)!important;outline-offset:2px}
@media(max-width:60rem){.columns{display:block}aside{position:static;max-height:none}}
@media(prefers-reduced-motion:no-preference){.m,.card{transition:box-shadow .15s,outline-color .15s}}
@media print{.bar,.show{display:none}.columns{display:block}aside{position:static;max-height:none}}
"""

# Hover and focus light up a record and all its words; a click (the link itself) keeps the record lit by :target.
_SCRIPT = """
"use strict";
(() => {
  document.documentElement.classList.add("live"); // spans can be clicked only with this script
  const words = new Map();
  for (const mark of document.querySelectorAll("[data-r]"))
    for (const id of mark.dataset.r.split(" ")) {
      if (!words.has(id)) words.set(id, []);
      words.get(id).push(mark);
    }
  const aside = document.querySelector("aside");
  const card = id => document.getElementById("r-" + id);
  let lit = [];
  const light = (ids, scroll) => {
    for (const one of lit) one.classList.remove("hot");
    lit = ids.flatMap(id => [...(words.get(id) || []), card(id)]).filter(Boolean);
    for (const one of lit) one.classList.add("hot");
    const first = scroll && ids.length && card(ids[0]);
    if (!first || getComputedStyle(aside).position !== "sticky") return;
    const box = aside.getBoundingClientRect(), at = first.getBoundingClientRect();
    if (at.top < box.top || at.bottom > box.bottom) aside.scrollTop += at.top - box.top - 24;
  };
  const own = mark => {
    const to = mark.getAttribute("href");
    return to ? to.slice(3) : mark.dataset.r.split(" ")[0];
  };
  const enter = target => {
    const mark = target.closest("[data-r]"), record = target.closest(".card");
    if (mark) light([own(mark)], true);
    else if (record) light([record.id.slice(2), ...(record.dataset.with || "").split(" ").filter(Boolean)], false);
    else light([], false);
  };
  document.addEventListener("mouseover", event => enter(event.target));
  document.addEventListener("focusin", event => enter(event.target));
  document.addEventListener("click", event => {
    const mark = event.target.closest("span[data-r]");
    if (mark) location.hash = "r-" + own(mark);
  });
  document.addEventListener("keydown", event => { if (event.key === "Escape") light([], false); });
})();
"""
