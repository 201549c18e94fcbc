"""The page in a real browser: skipped where none is installed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from sandpiper.report.html import page
from sandpiper.types import Reading

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="chromium is not installed")

_PROBE = """<script>
const probe = {};
const mark = document.querySelector('[data-r~="e0"]'), card = document.getElementById('r-e0');
probe.text = document.getElementById('text').textContent;
mark.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));
probe.hover = card.classList.contains('hot') && mark.classList.contains('hot');
mark.focus();
probe.focusable = document.activeElement === mark;
document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
probe.escape = document.querySelectorAll('.hot').length === 0;
const shade = () => getComputedStyle(mark).fontWeight;
const on = shade();
document.getElementById('show-event').click();
probe.layer = on !== shade();
mark.click();
probe.target = location.hash === '#r-e0';
document.body.setAttribute('data-probe', JSON.stringify(probe));
</script></body>"""


def dump(html: str, tmp_path: Path) -> str:
    """The document after its scripts have run, as Chromium writes it out; nothing is fetched."""
    file = tmp_path / "story.html"
    file.write_text(html, encoding="utf-8")
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    )
    flags += " --disable-component-update --disable-sync --dump-dom"
    done = subprocess.run(
        [str(_CHROMIUM), *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", file.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


def test_layers_hover_focus_and_links_work(reading: Reading, tmp_path: Path) -> None:
    # The probe is a script of the test's own, so that the policy must stand aside for it.
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page(reading))
    found = re.search(r'data-probe="([^"]*)"', dump(html.replace("</body>", _PROBE), tmp_path))
    assert found
    probe = json.loads(unescape(found[1]))
    assert probe.pop("text") == reading.story.text
    assert probe == {"hover": True, "focusable": True, "escape": True, "layer": True, "target": True}


def test_the_policy_lets_our_script_run_and_no_other(reading: Reading, tmp_path: Path) -> None:
    # A script that got past all escaping would still be refused.
    html = page(replace(reading, warnings=()))
    intruder = (
        "<script>document.body.id = 'owned'</script><img src=x onerror=\"document.body.id='owned'\"></body>"
    )
    out = dump(html.replace("</body>", intruder), tmp_path)
    assert '<body id="owned"' not in out
    assert '<html lang="en" class="live">' in out, "our own script ran"
