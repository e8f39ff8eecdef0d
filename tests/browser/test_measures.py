"""Switching measure, denominator and report, and what the page says about them."""

from pathlib import Path

import pytest

import karasora
from karasora import read_incidents
from karasora.regions import regions_table
from tests.browser.conftest import Visit

#: Of each region whose figure is in doubt: the colours of its class, and of the pattern that fills it.
SHADES = """() => [...document.querySelectorAll('.unit:is(.at-least, .about, .at-most)')].map(unit => {
  const [, id] = /#([^"']+)/.exec(getComputedStyle(unit).fill);
  const ground = document.querySelector(`pattern[id="${id}"] .shade`);
  const swatch = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  swatch.setAttribute('class', `shade ${unit.classList[1]}`);
  unit.parentNode.append(swatch);
  const shade = getComputedStyle(swatch).fill;
  swatch.remove();
  return [shade, ground && getComputedStyle(ground).fill];
})"""


def test_values_under_every_measure_are_the_datas(visit: Visit) -> None:
    incidents = read_incidents()
    rows = incidents[(incidents["report"] == "article-2025-09") & ~incidents["units"].str.contains(";")]
    page = visit()
    for measure in ("marijuana_kg", "hemp_kg", "poppy_kg", "plants", "detained"):
        page.select_option("[data-control=measure]", measure)
        shown = page.locator("[data-region]").evaluate_all(
            "list => Object.fromEntries(list.map(u => [u.dataset.region, u.dataset.value]).filter(u => u[1]))"
        )
        wanted = rows.groupby("units")[measure].sum(min_count=1).dropna().to_dict()
        assert {code: float(value) for code, value in shown.items()} == wanted, measure


@pytest.mark.parametrize(("per", "column", "of"), [("100k", "population", 1e5), ("1000km2", "area_km2", 1e3)])
def test_rates(visit: Visit, per: str, column: str, of: float) -> None:
    table = regions_table().set_index("iso")
    page = visit(f"#measure=hemp_kg&per={per}")
    value = float(page.locator("[data-region=KZ-61]").get_attribute("data-value") or 0)
    assert value == pytest.approx(650 / float(table.loc["KZ-61", column]) * of, rel=1e-12)
    claim = page.inner_text("#karasora-claim")
    assert len(claim) > 80
    if per == "100k":
        assert "2025" in claim  # the population's date


def test_doubt_is_seen_on_the_map_in_the_legend_and_in_words(visit: Visit) -> None:
    page = visit("#measure=hemp_kg&lang=en")
    assert "at-least" in (page.locator("[data-region=KZ-61]").get_attribute("class") or "")
    assert "about" in (page.locator("[data-region=KZ-27]").get_attribute("class") or "")
    fills = page.evaluate(
        "['KZ-61', 'KZ-27', 'KZ-39'].map(c => document.querySelector(`[data-region=${c}]`))"
        ".map(unit => getComputedStyle(unit).fill)"
    )
    assert len(set(fills)) == 3 and all("url" in fill for fill in fills)
    shades = page.evaluate(SHADES)
    assert shades and all(pattern == shade for shade, pattern in shades), shades
    legend = page.inner_text("#karasora-legend")
    assert "≥" in legend and "≈" in legend
    assert "≥ 650" in (page.locator("[data-region=KZ-61]").get_attribute("aria-label") or "").replace(
        "\u00a0", " "
    )


def test_stated_without_a_number_is_neither_one_nor_nothing(visit: Visit) -> None:
    page = visit("#measure=firearms")
    for code in ("KZ-61", "KZ-62"):
        unit = page.locator(f"[data-region={code}]")
        assert unit.get_attribute("data-state") == "unknown"
        assert unit.get_attribute("data-value") == ""


def test_one_scale_per_measure_for_every_report(visit: Visit) -> None:
    page = visit("#measure=marijuana_kg")
    first = page.locator("#karasora-legend .bound").all_inner_texts()
    page.select_option("[data-control=report]", "final-2025-11")
    page.wait_for_selector("[data-region=KZ-75][data-state=stated]")
    assert page.locator("#karasora-legend .bound").all_inner_texts() == first


def test_a_report_shows_only_its_own_figures(visit: Visit) -> None:
    page = visit("#report=final-2025-11")
    values = page.locator("[data-region]").evaluate_all(
        "list => list.map(u => +u.dataset.value).reduce((a, b) => a + b)"
    )
    assert values == 4
    assert "Zakon.kz" in page.inner_text("#karasora-source")


def test_every_unit_is_said_with_its_number(visit: Visit, tmp_path: Path) -> None:
    table = tmp_path / "year.csv"
    header = 'регион,год,"Безработица, %","Бюджет, млн тенге","Вклады, USD",Браки'
    table.write_text(f'{header}\nKZ-10,2025,"5,5","1,2",7,203\n', "utf-8")
    karasora.save(karasora.build_map(table, measure="браки"), tmp_path / "year.html")
    page = visit("#lang=ru", file=tmp_path / "year.html")
    said = {"безработица_pct": "5,5 %", "бюджет_kzt": "1 200 000 ₸", "вклады_usd": "7 USD", "браки": "203"}
    for measure, words in said.items():
        page.select_option("[data-control=measure]", measure)
        named = page.locator("[data-region=KZ-10]").get_attribute("aria-label") or ""
        assert words in named.replace("\u00a0", " ")


def test_the_countrys_figures_are_told_period_by_period(visit: Visit, tmp_path: Path) -> None:
    table = tmp_path / "years.csv"
    table.write_text("region,year,fires\nKZ-10,2025,7\nKazakhstan,2022,>90\nKazakhstan,2025,120\n", "utf-8")
    karasora.save(karasora.build_map(table, measure="fires"), tmp_path / "years.html")
    page = visit("#lang=en&view=about", file=tmp_path / "years.html")
    told = page.inner_text("#karasora-national").replace("\u00a0", " ")
    assert told.strip() == "fires\n2022: ≥ 90\n2025: 120"
    heads = page.locator("table[data-table=regions] thead").text_content() or ""
    assert "Region" in heads and "Incidents" not in heads, "a page of figures has none"


def test_classes_differ_in_lightness_and_words_stand_out(visit: Visit) -> None:
    script = """theme => {
      document.documentElement.dataset.theme = theme;
      const style = getComputedStyle(document.documentElement);
      const light = name => {
        const c = style.getPropertyValue('--' + name).trim();
        const hex = c.length === 4 ? [...c.slice(1)].map(d => d + d).join('') : c.slice(1);
        const [r, g, b] = [0, 2, 4].map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
          .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const names = 'c0 c1 c2 c3 c4 on-c0 on-c1 on-c2 on-c3 on-c4 ground land ink mute border paper'
        + ' mark on-mark edge link focus';
      return Object.fromEntries(names.split(' ').map(n => [n, light(n)]));
    }"""
    page = visit()
    for theme in ("light", "dark"):
        light = page.evaluate(script, theme)

        def contrast(a: str, b: str, light: dict[str, float] = light) -> float:
            high, low = max(light[a], light[b]), min(light[a], light[b])
            return (high + 0.05) / (low + 0.05)

        shades = [light[f"c{k}"] for k in range(5)]
        assert shades == sorted(shades, reverse=theme == "light"), "classes must run one way in lightness"
        for k in range(4):
            assert contrast(f"c{k}", f"c{k + 1}") > 1.25
        assert contrast("c0", "land") > 1.25
        for k in range(5):
            assert max(contrast(f"c{k}", "border"), contrast(f"c{k}", "ground")) >= 3, "a border must be seen"
            assert contrast(f"c{k}", f"on-c{k}") > 1.6, "hatch on its class"
        for word in ("ink", "mute", "link"):
            assert contrast(word, "paper") >= 4.5
        assert contrast("ink", "ground") >= 4.5  # labels and their halo
        assert contrast("mark", "on-mark") >= 4.5
        assert contrast("focus", "paper") >= 3
