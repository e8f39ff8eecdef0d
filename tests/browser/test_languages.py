"""Three languages: complete, switched without reloading, marked, and never cut."""

import csv
import re
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

import karasora
from karasora.geodata import LANGUAGES
from tests.browser.conftest import SIZES, Visit, until

WORDS = {row["key"]: row for row in csv.DictReader(
    files("karasora.page").joinpath("words.csv").read_text(encoding="utf-8").splitlines())}  # fmt: skip
SCRIPTS = "".join(f.read_text(encoding="utf-8") for f in files("karasora.page").joinpath("assets").rglob("*")
                  if f.name.endswith((".js", ".html")))  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "lang"), [("kk-KZ", "kk"), ("en-GB", "en"), ("ru-RU", "ru"), ("de-DE", "ru")]
)
def test_the_readers_language_at_first(visit: Visit, locale: str, lang: str) -> None:
    page = visit(locale=locale)
    assert page.locator("html").get_attribute("lang") == lang
    assert page.input_value("[data-control=lang]") == lang


def test_every_word_that_is_asked_for_is_there() -> None:
    asked = set(re.findall(r"""Words\.(?:t|plural)\(\s*"([a-z0-9_.-]+)\"""", SCRIPTS))
    asked |= set(re.findall(r"""data-(?:word|label)"?[=:]\s*"([a-z0-9_.]+)\"""", SCRIPTS))
    assert len(asked) > 80
    missing = {key for key in asked if key not in WORDS and f"{key}.other" not in WORDS}
    assert not missing


def test_switched_without_reloading(visit: Visit) -> None:
    page = visit()
    page.evaluate("window.same = true")
    for lang, name, count in (
        ("kk", "Ұлытау облысы", "5 оқиға"),
        ("en", "Ulytau Region", "5 incidents"),
        ("ru", "область Ұлытау", "5 случаев"),
    ):
        page.select_option("[data-control=lang]", lang)
        until(page, "lang => document.documentElement.lang === lang", lang)
        assert name in (page.locator("[data-region=KZ-62]").get_attribute("aria-label") or "")
        assert count in page.inner_text("#karasora-facts")
    assert page.evaluate("window.same")


def test_no_key_shows_and_no_other_language_stays(visit: Visit) -> None:
    page = visit("#lang=en&view=about")
    text = page.evaluate("document.body.innerText")
    assert not re.search(r"\b(legend|popup|control|state|table|change|about)\.[a-z_]+\b", text)
    foreign = page.evaluate("""() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walk.nextNode()) {
        const node = walk.currentNode, parent = node.parentElement;
        if (/[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]/.test(node.data) && parent.closest('[lang]').lang === 'en'
            && !parent.closest('script,style')) found.push(node.data.trim());
      }
      return found;
    }""")
    assert not foreign, foreign[:10]


@pytest.mark.parametrize("size", ["laptop", "phone", "zoomed"])
def test_nothing_is_cut_or_overflows(visit: Visit, size: str) -> None:
    page = visit("#measure=hemp_kg&per=1000km2&region=KZ-61", size=size)
    width, _ = SIZES[size]
    for lang in LANGUAGES:
        page.select_option("[data-control=lang]", lang)
        until(page, "lang => document.documentElement.lang === lang", lang)
        over = page.evaluate(
            """width => [...document.querySelectorAll('h1,h2,h3,p,li,dt,dd,button,label,summary,caption')]
          .filter(e => e.offsetParent && !e.closest('.scroll, .unseen, .skips, pre'))
          .filter(e => {
            const r = e.getBoundingClientRect();
            const cut = e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow !== 'visible';
            return r.right > width + 1 || cut;
          }).map(e => e.className + ': ' + e.textContent.slice(0, 60))""",
            width,
        )
        assert not over, (lang, over)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_kazakh_letters_are_in_the_fonts(visit: Visit) -> None:
    page = visit("#lang=kk")
    missing = page.evaluate("""() => {
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = '40px ' + getComputedStyle(document.body).fontFamily;
      const pixels = c => {
        const canvas = Object.assign(document.createElement('canvas'), {width: 60, height: 60});
        const p = canvas.getContext('2d');
        p.font = pen.font;
        p.fillText(c, 5, 45);
        return p.getImageData(0, 0, 60, 60).data.join();
      };
      const box = pixels('\\u{10FFFE}');
      return [...'әғқңөұүһіӘҒҚҢӨҰҮҺІ'].filter(c => pixels(c) === box);
    }""")
    assert missing == []


def test_numbers_and_dates_follow_the_language(visit: Visit) -> None:
    page = visit("#view=about")
    for lang, number, period in (
        ("en", "≥ 27,000", "June–August 2025"),
        ("ru", "≥ 27 000", "июнь – август 2025 года"),
        ("kk", "≥ 27 000", "2025 жылғы маусым – тамыз"),
    ):
        page.select_option("[data-control=lang]", lang)
        until(page, "lang => document.documentElement.lang === lang", lang)
        text = page.evaluate("document.body.innerText").replace("\u00a0", " ")
        assert number in text and period in text


def test_towns_of_a_table_are_named_in_the_readers_language(visit: Visit, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "regions": "KZ-62", "place": "Жезказган; Сатпаев", "title": "Мак"},
        {"id": "b", "regions": "KZ-10", "place": "Семипалатинск", "title": "Мак"},
        {"id": "c", "regions": "KZ-10", "place": "у моста", "title": "Мак"},
    ]
    karasora.save(karasora.build_map(pd.DataFrame(rows)), tmp_path / "towns.html")
    page = visit("#lang=en", file=tmp_path / "towns.html")
    where = page.locator("#karasora-incidents-list .where").all_inner_texts()
    assert "Zhezkazgan; Satpayev" in where[0]
    assert "Semey" in where[1]
    assert "у моста" in where[2]
