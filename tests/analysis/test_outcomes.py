"""What later stories tell of a promise: the same actor, the same content, in time; never from one of them alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.analysis.outcomes import parties, propose, telling
from sandpiper.analysis.outcomes.words import analysed, words
from sandpiper.extract.encoder import CATEGORIES
from sandpiper.store import Proposal, Store
from sandpiper.types import SCHEMA, Actor, Due, LedgerEntry, Mention, Reading, Span, Statement, Story, Time

# Parties by the words that name them: (id of their country, kind, sectors).
PARTIES = {
    "Norland": ("NOR", "state", ("GOV",)),
    "Ada Bjerk": ("NOR", "person", ("GOV",)),
    "Sudria": ("SDN", "state", ("GOV",)),
    "Estmark": ("EST", "state", ("GOV",)),
    "Vale Steel": ("NOR", "company", ("BUS",)),
    "Union of Miners": ("NOR", "ngo", ("LAB",)),
    "Tom Reed": (None, "person", ()),
}
# Filler, so that words have a rarity: stories of other things.
FILLER = [
    "The harvest was good in the south and prices of wheat fell.",
    "Police arrested three men after a fight outside a cinema in the capital.",
    "The national team won by two goals to one and will play in the final.",
    "Researchers found a new species of beetle in a cave near the coast.",
    "The central bank kept its rate and said that growth was slow.",
    "A storm tore roofs off houses and cut power to 2,000 homes.",
    "The festival opened with a concert by a choir of children.",
    "A court sentenced a smuggler to four years in jail.",
]


def reading(
    id: str, text: str, day: str, *, title: str | None = None, ledger: tuple[tuple[str, str, str | None], ...] = (),
    kind: str = "pledge", denial: str | None = None, times: dict[str, str] | None = None,
) -> Reading:  # fmt: skip
    """A story as a model would read it; ``ledger`` are (content, party bound, last day due)."""
    mentions: list[Mention] = []
    actors = [Actor(f"a{n}", name, k, c, s) for n, (name, (c, k, s)) in enumerate(PARTIES.items())]  # type: ignore[arg-type]
    for where, string in (("title", title or ""), (None, text)):
        for n, name in enumerate(PARTIES):
            for m in re.finditer(re.escape(name), string):
                type_ = "GPE" if actors[n].kind == "state" else "PER" if actors[n].kind == "person" else "ORG"
                mentions.append(
                    Mention(f"m{len(mentions)}", m.start(), m.end(), name, type_, f"a{n}", where)  # type: ignore[arg-type]
                )

    def at(part: str) -> Span:
        start = text.index(part)
        return Span(start, start + len(part))

    entries = [
        LedgerEntry(
            f"l{n}", kind, f"a{list(PARTIES).index(by)}", content=(at(content),),  # type: ignore[arg-type]
            due=Due((), None, due) if due else None,
        )
        for n, (content, by, due) in enumerate(ledger)
    ]  # fmt: skip
    statements = () if denial is None else (Statement("s0", (), (), (at(denial),), kind="denial"),)
    found = [
        Time(f"t{n}", *at(part), part, "DATE", value) for n, (part, value) in enumerate((times or {}).items())
    ]
    sentences = tuple(Span(*m.span()) for m in re.finditer(r"\S.*?[.?](?=\s|$)", text))
    return Reading(
        SCHEMA, "none", "0.1.0", Story(id, text, title=title, published=day), sentences=sentences, mentions=tuple(mentions),
        actors=tuple(actors), statements=statements, ledger=tuple(entries), times=tuple(found),
    )  # fmt: skip


def proposed(folder: Path, *readings: Reading) -> list[Proposal]:
    with Store(folder / "store") as store:
        for n, text in enumerate(FILLER):
            store.add(reading(f"filler-{n}", text, "2019-01-01"))
        for one in readings:
            store.add(one)
        return propose(store)


PROMISES = {
    "troops": ("Norland will withdraw its troops from Darva by March 31", "Norland", "2019-03-31"),
    "mine": ("Vale Steel will reopen the Hollow Creek mine in March", "Vale Steel", "2019-03-31"),
    "tax": ("Norland will not raise the salt tax", "Norland", None),
    "report": ("to publish the report on the Darva flood by March 31", "Ada Bjerk", "2019-03-31"),
    "aid": ("Norland will give Sudria 40 ambulances", "Norland", "2019-03-31"),
    "vote": ("Norland would hold a referendum on the canal by March 31", "Norland", "2019-03-31"),
    "strike": ("would call off the blockade of the Darva depot", "Union of Miners", None),
}
EARLY, AFTER = "2019-03-15", "2019-04-02"
TOLD = [
    # kept
    ("troops", EARLY, "Norland withdrew its last troops from Darva on Friday.", "met"),
    ("troops", EARLY, "Norland has pulled its troops out of Darva, officers said.", "met"),
    ("troops", EARLY, "The last troops of Norland left Darva at dawn.", "met"),
    ("troops", EARLY, "Norland completed the withdrawal of its troops from Darva on Friday.", "met"),
    ("troops", EARLY, "All of Norland's troops were withdrawn from Darva, as it had promised.", "met"),
    ("mine", EARLY, "Vale Steel reopened the Hollow Creek mine on Monday.", "met"),
    ("mine", EARLY, "The Hollow Creek mine was reopened by Vale Steel after two idle years.", "met"),
    ("report", EARLY, "Ada Bjerk published the report on the flood in Darva on Monday.", "met"),
    ("aid", EARLY, "Norland delivered 40 ambulances to Sudria on Friday.", "met"),
    ("aid", EARLY, "Sudria received 40 ambulances from Norland on Friday.", "met"),
    ("vote", EARLY, "Norland held its referendum on the canal on Sunday.", "met"),
    ("strike", EARLY, "The Union of Miners called off its blockade of the Darva depot on Monday.", "met"),
    # broken
    ("troops", AFTER, "Norland has not withdrawn its troops from Darva.", "broken"),
    ("troops", AFTER, "Norland failed to withdraw its troops from Darva by the deadline.", "broken"),
    ("troops", EARLY, "Norland said that it would not withdraw its troops from Darva.", "broken"),
    ("troops", EARLY, "Norland refused to pull its troops out of Darva.", "broken"),
    ("troops", EARLY, "Norland has scrapped its plan to withdraw troops from Darva.", "broken"),
    ("troops", AFTER, "Norland missed its deadline for taking troops out of Darva.", "broken"),
    ("mine", EARLY, "Vale Steel abandoned plans for the Hollow Creek mine on Monday.", "broken"),
    ("mine", AFTER, "Vale Steel broke its promise to reopen the Hollow Creek mine, miners said.", "broken"),
    ("tax", EARLY, "Norland raised the tax on salt by a tenth on Monday.", "broken"),
    ("tax", EARLY, "The salt tax was increased by Norland on Monday.", "broken"),
    ("report", AFTER, "Ada Bjerk still has not published the report on the flood in Darva.", "broken"),
    ("vote", EARLY, "Norland cancelled the referendum on the canal.", "broken"),
    ("aid", EARLY, "Norland has reneged on its pledge of 40 ambulances for Sudria.", "broken"),
    # postponed
    ("troops", EARLY, "Norland has postponed the withdrawal of its troops from Darva.", "postponed"),
    ("troops", EARLY, "Norland delayed its pullout of troops from Darva until June.", "postponed"),
    ("mine", EARLY, "The Hollow Creek mine will not open before June, Vale Steel said, because it was put off.", "postponed"),
    ("mine", EARLY, "Vale Steel pushed the reopening of the Hollow Creek mine back to June.", "postponed"),
    ("vote", EARLY, "Norland decided to postpone its referendum on the canal.", "postponed"),
    ("vote", EARLY, "The referendum on the canal will be delayed, Norland said.", "postponed"),
    ("report", EARLY, "Ada Bjerk put off the report on the Darva flood until summer.", "postponed"),
    ("troops", EARLY, "Norland decided against the withdrawal of its troops from Darva.", "broken"),
    ("troops", AFTER, "None of Norland's troops left Darva.", "broken"),
    ("aid", AFTER, "Norland has delivered none of the 40 ambulances to Sudria.", "broken"),
    ("aid", EARLY, "Norland delivered the forty ambulances to Sudria.", "met"),
    ("vote", EARLY, "Norland will hold the referendum on the canal in June instead.", "postponed"),
    ("mine", EARLY, "Vale Steel will reopen the Hollow Creek mine in June at the earliest.", "postponed"),
    # nothing yet, or nothing of this
    ("aid", EARLY, "Norland has delivered none of the 40 ambulances to Sudria.", None),
    ("troops", EARLY, "Norland has not yet withdrawn its troops from Darva.", None),
    ("troops", EARLY, "Norland began to withdraw its troops from Darva on Friday.", None),
    ("troops", EARLY, "Norland is withdrawing its troops from Darva.", None),
    ("troops", EARLY, "Norland again promised to withdraw its troops from Darva.", None),
    ("troops", EARLY, "Norland will withdraw its troops from Darva this month, it said.", None),
    ("troops", EARLY, "Sudria withdrew its troops from Darva, and Norland was glad.", None),
    ("troops", EARLY, "Norland withdrew its troops from Kelm.", None),
    ("troops", EARLY, "If Norland withdrew its troops from Darva, talks could start.", None),
    ("troops", EARLY, "Has Norland withdrawn its troops from Darva?", None),
    ("troops", EARLY, "Estmark urged Norland to withdraw its troops from Darva.", None),
    ("troops", EARLY, "Norland denied that it had scrapped the withdrawal of its troops from Darva.", None),
    ("troops", EARLY, "Norland may postpone the withdrawal of its troops from Darva.", None),
    ("troops", EARLY, "Estmark asked Norland to delay the withdrawal of its troops from Darva.", None),
    ("troops", EARLY, "Norland said that the withdrawal of its troops from Darva would not be delayed.", None),
    ("troops", EARLY, "Norland would withdraw its troops from Darva without delay, it said.", None),
    ("mine", EARLY, "Vale Steel opened an office in the capital.", None),
    ("mine", EARLY, "The Hollow Creek mine reopened.", None),
    ("mine", EARLY, "Vale Steel could reopen the Hollow Creek mine, analysts said.", None),
    ("tax", EARLY, "Norland did not raise the tax on salt.", None),
    ("tax", EARLY, "Sudria raised the salt tax, and Norland did nothing.", None),
    ("aid", EARLY, "Norland delivered one of the 40 ambulances to Sudria.", None),
    ("aid", EARLY, "Norland sent only ten of the 40 ambulances to Sudria.", None),
    ("report", EARLY, "Tom Reed published a report on the flood in Darva, which Ada Bjerk read.", None),
    ("vote", EARLY, "Sudria cancelled the referendum on the canal, and Norland protested.", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "day", "sentence", "state"), TOLD, ids=[t[2][:60] for t in TOLD])
def test_how_a_sentence_tells_it(
    name: str, day: str, sentence: str, state: str | None, tmp_path: Path
) -> None:
    content, by, due = PROMISES[name]
    first = reading("first", f"{by} said on Friday: {content}.", "2019-03-01", ledger=((content, by, due),))
    found = proposed(tmp_path, first, reading("later", sentence, day))
    assert [p.state for p in found] == ([state] if state else [])
    for p in found:
        assert p.entries == (("first", "l0"),) and p.story == "later" and p.day == day
        assert 0 < p.confidence < 1 and sentence[slice(*p.evidence[0])] == sentence
        assert p.reasons[0].startswith("actor: ") and p.reasons[1].startswith("content: ")


FIRST = reading(
    "first", "Norland said it would withdraw its troops from Darva by March 31.", "2019-03-01",
    ledger=(("would withdraw its troops from Darva by March 31", "Norland", "2019-03-31"),),
)  # fmt: skip
MET = "Norland withdrew its last troops from Darva on Friday."


def test_only_a_later_story_tells(tmp_path: Path) -> None:
    assert (
        proposed(tmp_path, FIRST, reading("later", MET, "2019-03-01"), reading("old", MET, "2018-03-01"))
        == []
    )


def test_undated_stories_tell_nothing(tmp_path: Path) -> None:
    undated = reading("later", MET, "")
    with Store(tmp_path / "store") as store:
        assert propose(store) == []
        store.add(FIRST)
        store.add(undated)
        assert propose(store) == []


def test_what_a_sentence_dates_before_the_promise_is_not_its_outcome(tmp_path: Path) -> None:
    text = "Norland withdrew troops from Darva in 2016 as well."
    assert proposed(tmp_path, FIRST, reading("later", text, EARLY, times={"2016": "2016"})) == []
    (one,) = proposed(tmp_path / "b", FIRST, reading("later", text, EARLY, times={"2016": "2019"}))
    assert one.state == "met"


def test_a_later_day_is_a_delay(tmp_path: Path) -> None:
    text = "Norland will now withdraw its troops from Darva on June 5."
    (one,) = proposed(tmp_path, FIRST, reading("later", text, EARLY, times={"June 5": "2019-06-05"}))
    assert one.state == "postponed" and "a later day" in one.reasons[2]
    assert (
        proposed(tmp_path / "b", FIRST, reading("later", text, EARLY, times={"June 5": "2019-03-25"})) == []
    )


def test_what_is_denied_is_not_proposed(tmp_path: Path) -> None:
    text = "Norland has postponed the withdrawal of its troops from Darva, Estmark claimed."
    part = "Norland has postponed the withdrawal of its troops from Darva"
    assert proposed(tmp_path, FIRST, reading("later", text, EARLY, denial=part)) == []


def test_a_headline_tells_in_the_present(tmp_path: Path) -> None:
    later = reading("later", "There was rain.", EARLY, title="Norland withdraws last troops from Darva")
    (one,) = proposed(tmp_path, FIRST, later)
    assert (one.state, one.in_) == ("met", "title")
    later = reading("later", "There was rain.", EARLY, title="Norland to withdraw last troops from Darva")
    assert proposed(tmp_path / "b", FIRST, later) == []


def test_a_promise_told_again_is_one(tmp_path: Path) -> None:
    again = reading(
        "again", "Norland repeated that it would withdraw troops from Darva.", "2019-03-08",
        ledger=(("would withdraw troops from Darva", "Norland", None),),
    )  # fmt: skip
    (one,) = proposed(tmp_path, FIRST, again, reading("later", MET, EARLY))
    assert one.entries == (("first", "l0"), ("again", "l0"))
    (one,) = proposed(tmp_path / "b", FIRST, again, reading("later", MET, "2019-03-05"))
    assert one.entries == (("first", "l0"),)


def test_the_better_match_has_the_sentence(tmp_path: Path) -> None:
    other = reading(
        "other", "Norland said it would withdraw its troops and tanks from the Kelm valley.", "2019-03-02",
        ledger=(("would withdraw its troops and tanks from the Kelm valley", "Norland", None),),
    )  # fmt: skip
    (one,) = proposed(
        tmp_path, FIRST, other, reading("later", "Norland withdrew troops from Kelm valley.", EARLY)
    )
    assert one.entries == (("other", "l0"),)


def test_the_same_store_gives_the_same_proposals(tmp_path: Path) -> None:
    later = reading("later", MET, EARLY)
    assert proposed(tmp_path / "a", FIRST, later) == proposed(tmp_path / "b", later, FIRST)


@pytest.mark.parametrize(
    "forms",
    [
        "withdraw withdrew withdrawn withdrawal withdrawing withdraws", "deliver delivery delivered deliveries", "pay paid payment",
        "close closed closure closes", "publish published publication publishes", "evacuate evacuated evacuation",
        "ferry ferries", "ship shipped shipping shipment", "abolish abolition abolished", "build built building",
    ],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({analysed(form)[0] for form in forms.split()}) == 1


@given(st.text())
def test_words_are_slices(text: str) -> None:
    for word in words(text):
        assert text[word.start : word.end] == word.text and word.stem


def test_a_state_is_no_body_that_has_its_name() -> None:
    """What happens in Cameroon is not done by the Presbyterian Church in Cameroon; its government is another matter."""
    church = parties.Party("Presbyterian Church in Cameroon", "religious", "CMR", ("REL",), None)
    state = parties.Party("Cameroon", "state", "CMR", ("GOV",), None)
    ministry = parties.Party("Health Ministry of Cameroon", "government", "CMR", ("GOV",), None)
    assert parties.same(church, state) is None
    assert parties.same(ministry, state) == "name"


def test_a_sentence_of_another_country_tells_nothing() -> None:
    story = reading(
        "later",
        "The troops left Darva on Friday. Troops of Estmark left Darva. Norland and Estmark met.",
        EARLY,
    )
    known = frozenset({"NOR", None})
    told = [telling.sentence(story.story.text, s.start, s.end) for s in story.sentences]
    assert [parties.abroad(parties.Cast(story), s, None, known) for s in told] == [False, True, False]
    assert parties.countries(story) >= {"NOR", "SDN", "EST"}


def test_families_of_acts_name_categories_that_there_are() -> None:
    """INVESTIGATE is none of them: a later word of a promised inquiry ended the search with a KeyError."""
    named = {category for family in telling.FAMILIES.values() for category in family.plover}
    assert named <= {*CATEGORIES}
