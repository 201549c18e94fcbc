from __future__ import annotations

import json
from pathlib import Path

import pytest

from sandpiper import ontology

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "plover.json"


def test_sixteen_categories_in_four_quads() -> None:
    assert len(ontology.CATEGORIES) == 16
    assert ontology.QUADS == (
        "verbal cooperation",
        "material cooperation",
        "verbal conflict",
        "material conflict",
    )
    assert ontology.quad("ASSAULT") == "material conflict"
    assert ontology.quad("CONCEDE") == "verbal cooperation"


def test_scores_sit_on_the_scale_with_the_sign_of_their_quad() -> None:
    for name, category in ontology.CATEGORIES.items():
        for mode in (None, *ontology.MODES[name]):
            value = ontology.score(name, mode)
            assert -10 <= value <= 10
            if mode is None:
                assert value >= 0 if "cooperation" in category.quad else value <= 0


def test_mode_decides_score_and_root() -> None:
    assert ontology.score("ASSAULT") == -9.0
    assert ontology.score("ASSAULT", "beat") == -7.5
    assert ontology.cameo("ACCUSE") == "11"
    assert ontology.cameo("ACCUSE", "investigate") == "09"
    assert ontology.cameo("ACCUSE", "allege") == "11"
    assert ontology.cameo("ASSAULT") is None
    assert ontology.cameo("ASSAULT", "aerial") == "19"
    assert ontology.cameo("ASSAULT", "crowd-control") is None


@pytest.mark.parametrize(("category", "mode"), [("ASSULT", None), ("AGREE", "visit"), ("CONSULT", "phon")])
def test_unknown_names_are_key_errors_that_name_them(category: str, mode: str | None) -> None:
    with pytest.raises(KeyError, match=mode or category):
        ontology.score(category, mode)


@pytest.mark.shared
@pytest.mark.skipif(not REFERENCE.exists(), reason="needs ../shared beside the checkout")
def test_facts_agree_with_the_reference() -> None:
    reference = json.loads(REFERENCE.read_text("utf-8"))
    assert list(ontology.CATEGORIES) == list(reference["categories"])
    for name, facts in reference["categories"].items():
        assert ontology.score(name) == facts["score"]
        assert ontology.quad(name) == facts["quad"]
        assert ontology.requires_recipient(name) is facts["requires_recipient"]
        assert {m: ontology.score(name, m) for m in ontology.MODES[name]} == {
            m: f["score"] for m, f in facts["modes"].items()
        }
    assert list(ontology.CONTEXTS) == reference["contexts"]
    assert dict(ontology.SECTORS) == reference["sectors"]
    assert dict(ontology.ENTITY_CODES) == reference["entity_codes"]
    assert dict(ontology.PARTIALLY_RECOGNISED) == reference["partially_recognised"]
    _crosswalk_agrees(reference["cameo_crosswalk"])


def _crosswalk_agrees(crosswalk: dict[str, str | None]) -> None:
    """Every root we give leads back, by the reference's own table, to the category it was given for."""
    back: dict[str, set[str]] = {}
    for roots, target in crosswalk.items():
        if target:
            first, _, last = roots.partition("-")
            for root in range(int(first[:2]), int((last or first)[:2]) + 1):
                back.setdefault(f"{root:02}", set()).add(target.split()[0])
    for name in ontology.CATEGORIES:
        for mode in (None, *ontology.MODES[name]):
            root = ontology.cameo(name, mode)
            assert root is None or name in back[root], (name, mode, root)
