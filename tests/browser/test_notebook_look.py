"""The card is readable in JupyterLab: enough contrast in light and dark, and nothing cut off in a narrow panel."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow("waits for JupyterLab, its kernels and a browser")

EVERY_VERDICT = """
import ast
lexicon = pd.read_csv(path, sep="\\t", header=None, names=["token", "mean", "sd", "raw"], keep_default_na=False)
ratings = pd.DataFrame(lexicon["raw"].map(ast.literal_eval).tolist())
wrong_means = ["a_token_with_a_name_that_is_far_too_long_to_fit_into_any_narrow_panel_whatever_one_does"]
wrong_deviations = lexicon.loc[(ratings.std(axis=1) - lexicon["sd"]).abs() > 0.000006, "token"].tolist()
repeated_tokens = ...
file_ddof = ...
ex.check()
"""

# Every element with text of its own: its colour over its background, both blended down to what is opaque (WCAG 2.2).
CONTRASTS = """card => {
  const probe = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const painted = (layers) => { probe.clearRect(0, 0, 1, 1);
    for (const layer of layers) { probe.fillStyle = layer; probe.fillRect(0, 0, 1, 1); }
    return [...probe.getImageData(0, 0, 1, 1).data]; };
  const light = (rgb) => rgb.slice(0, 3).map(c => c / 255)
    .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const own = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  return [...card.querySelectorAll('*')].filter(own).map(e => {
    const under = [];
    for (let up = e; up; up = up.parentElement) under.unshift(getComputedStyle(up).backgroundColor);
    const paper = painted(under), ink = painted([...under, getComputedStyle(e).color]);
    const [a, b] = [light(paper), light(ink)].sort((x, y) => y - x);
    return {text: e.textContent.trim().slice(0, 40), paper: light(paper), opaque: paper[3] === 255,
            ratio: (a + .05) / (b + .05)};
  });
}"""

OUTSIDE = """card => { const box = card.getBoundingClientRect();
  const area = card.closest('.jp-OutputArea-output').getBoundingClientRect();
  const bad = [...card.querySelectorAll('*')].filter(e => { const r = e.getBoundingClientRect();
    const inner = e.closest('.lw-check')?.getBoundingClientRect() ?? box;
    return r.right > Math.min(box.right, inner.right) + .5 || r.left < box.left - .5
      || (getComputedStyle(e).display !== 'inline' && e.scrollWidth > e.clientWidth + 1 && e.tagName !== 'PRE'); });
  if (box.right > area.right + .5 || box.left < area.left - .5) bad.push(card);
  return bad.map(e => e.outerHTML.slice(0, 120)); }"""


@pytest.fixture
def themed(desk, lab):
    """Choose a theme and open the desk's notebook again in it."""

    def choose(name):
        lab.theme(name)
        desk.page.reload()
        desk.ready()
        desk.run(desk.cell("from labelwright import exercise"))
        return desk

    yield choose
    lab.theme("Light")


def cards(desk):
    return [
        desk.ask(source).locator(".lw")
        for source in (EVERY_VERDICT, 'ex.hint("deviations")', 'ex.hint("deviations")', 'ex.hint("means")')
    ]


@pytest.mark.parametrize(("theme", "dark"), [("Light", False), ("Dark", True)])
def test_every_word_stands_out_from_its_background(themed, theme, dark):
    desk = themed(theme)
    assert desk.page.locator("body").get_attribute("data-jp-theme-light") == str(not dark).lower()
    found = [word for card in cards(desk) for word in card.evaluate(CONTRASTS)]
    assert len(found) > 30
    assert all(word["opaque"] for word in found)
    assert {word["paper"] < 0.2 for word in found} == {dark}
    assert [word for word in found if word["ratio"] < 4.5] == []


@pytest.mark.parametrize("width", [480, 900])
def test_nothing_is_cut_off(desk, width):
    drawn = cards(desk)
    for card in drawn:
        desk.panel(width)
        assert card.evaluate(OUTSIDE) == []


def test_a_saved_card_keeps_its_look_when_the_notebook_is_opened_again(desk):
    desk.ask(EVERY_VERDICT)
    desk.save()
    desk.page.reload()
    desk.ready()
    mark = desk.page.locator(".jp-OutputArea-output .lw-failed").last
    assert mark.evaluate("e => getComputedStyle(e).borderLeftWidth") == "4px"
