"""What a reader and a screen reader get on opening the page."""

from pathlib import Path

import folium
import pytest
from playwright.sync_api import Browser

import karasora
from karasora import read_regions
from karasora.geodata import LANGUAGES
from tests.browser.conftest import Visit, until

HOOKS = ("lang", "measure", "per", "report", "search", "theme")


def test_drawn_and_marked(visit: Visit) -> None:
    page = visit()
    assert page.evaluate("performance.getEntriesByName('karasora-drawn').length") == 1
    assert page.title()
    assert page.locator("html").get_attribute("lang") == "ru"


#: What stands on the map when it is drawn for the first time, and whether Leaflet is there by then.
FIRST = """(() => {
  const mark = performance.mark;
  const where = element => JSON.stringify(element.getBoundingClientRect());
  performance.mark = function (name) {
    const labels = [...document.querySelectorAll('#karasora-map [data-label]')];
    if (name === 'karasora-drawn')
      window.first = {leaflet: typeof L, labels, places: labels.map(where)};
    return mark.apply(this, arguments);
  };
})()"""


@pytest.mark.parametrize("size", ["laptop", "phone"])
@pytest.mark.parametrize("address", ["", "#map=6/48/67"])
def test_the_map_is_drawn_before_leaflet_comes_which_draws_nothing_anew(
    visit: Visit, address: str, size: str
) -> None:
    page = visit(address, size=size, before=FIRST)
    assert page.evaluate("first.leaflet") == "undefined"
    assert page.evaluate("first.labels.length") > (10 if not address else 0)
    assert page.evaluate("first.labels.every(label => label.isConnected)")
    now = "first.labels.map(label => JSON.stringify(label.getBoundingClientRect()))"
    assert page.evaluate(now) == page.evaluate("first.places")
    assert page.evaluate("typeof L") == "object"


def test_each_unit_is_one_button_with_name_and_value(visit: Visit) -> None:
    page = visit()
    units = page.locator("[data-region]")
    codes = units.evaluate_all("list => list.map(u => u.dataset.region)")
    assert sorted(codes) == sorted(read_regions()["iso"])
    for attribute, wanted in (("role", "button"), ("tabindex", "0")):
        assert set(units.evaluate_all(f"list => list.map(u => u.getAttribute('{attribute}'))")) == {wanted}
    assert (
        page.locator("[data-region=KZ-62]").get_attribute("aria-label") == "область Ұлытау: Случаи, 2 случая"
    )
    assert page.locator("[data-region=KZ-39]").get_attribute("aria-label") == (
        "Костанайская область: Случаи, в отчёте не упомянуто"
    )


def test_states_and_values(visit: Visit) -> None:
    page = visit()
    found = page.locator("[data-region]").evaluate_all(
        "list => Object.fromEntries(list.map(u => [u.dataset.region, [u.dataset.state, u.dataset.value]]))"
    )
    assert found["KZ-62"] == ["stated", "2"]
    assert found["KZ-31"] == ["stated", "1"]
    assert found["KZ-39"] == ["not-mentioned", ""]


def test_a_partial_report_has_no_zeros(visit: Visit) -> None:
    page = visit()
    for report in ("article-2025-09", "final-2025-11"):
        page.select_option("[data-control=report]", report)
        for measure in ("incidents", "marijuana_kg", "hemp_kg"):
            page.select_option("[data-control=measure]", measure)
            assert page.locator("[data-state=zero]").count() == 0


def test_controls_are_labelled_form_elements(visit: Visit) -> None:
    page = visit()
    for name in HOOKS:
        control = page.locator(f"[data-control={name}]")
        assert control.evaluate("c => c.tagName") in ("SELECT", "INPUT")
        assert control.evaluate("c => c.labels.length && c.labels[0].innerText.trim()")


def test_headline_counts_and_totals(visit: Visit) -> None:
    page = visit()
    assert "5 случаев в 4 регионах" in page.inner_text("#karasora-facts").replace("\u00a0", " ")
    counts = {name: page.locator(f"[data-total={name}]").text_content() for name in
              ("read", "mapped", "several_regions", "unlocated")}  # fmt: skip
    assert counts == {"read": "7", "mapped": "5", "several_regions": "2", "unlocated": "0"}
    national = page.locator("#karasora-national").text_content() or ""
    for figure in ("677", "2 т", "47 кг", "8,5 т", "≥ 27 000"):
        assert figure in national.replace("\u00a0", " ")


#: Every height that the head has, from its last element on.
HEIGHTS = """() => new MutationObserver(() => {
    if (!document.querySelector("#karasora-map")) return;
    (window.heights ??= new Set()).add(document.querySelector(".head").getBoundingClientRect().height);
}).observe(document, { subtree: true, childList: true })"""


@pytest.mark.parametrize("window", [(390, 844), (820, 1180)], ids=str)
def test_nothing_jumps_when_the_page_comes_alive(
    browser: Browser, page_file: Path, window: tuple[int, int]
) -> None:
    page = browser.new_page(locale="ru-RU", viewport={"width": window[0], "height": window[1]})
    page.add_init_script(f"({HEIGHTS})()")
    page.goto(page_file.as_uri())
    page.wait_for_selector("html[data-ready=true]")
    assert len(page.evaluate("[...heights]")) == 1
    page.close()


@pytest.mark.parametrize("measure", ["incidents", "marijuana_kg"])
def test_the_still_page_leads_with_the_same_words(visit: Visit, tmp_path: Path, measure: str) -> None:
    """So that nothing jumps when the page comes alive, and nobody is told less."""
    file = tmp_path / "map.html"
    karasora.save(karasora.build_map(measure=measure), file)
    live, still = (visit(file=file, javascript=on).inner_text(".head") for on in (True, False))
    for line in still.strip().splitlines():
        assert line in live


def test_an_old_browser_keeps_the_still_page(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    heard: list[object] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(error))
    page.add_init_script("delete window.DecompressionStream")
    page.goto(page_file.as_uri())
    assert page.locator("#karasora-figure svg").is_visible()
    assert page.locator("table[data-table=regions]").is_visible()
    assert not page.locator("#karasora-map").is_visible()
    assert not heard
    page.close()


def test_a_script_that_fails_leaves_the_still_page(browser: Browser, page_file: Path) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(window, 'ResizeObserver', {get() { throw Error('broken') }})")
    page.goto(page_file.as_uri())
    page.wait_for_selector("#karasora-figure svg", state="visible")
    page.close()


def test_every_incident_stands_in_the_list_and_on_the_map(visit: Visit) -> None:
    page = visit()
    listed = page.locator("#karasora-incidents-list [data-incident]").evaluate_all(
        "list => list.map(b => b.dataset.incident)"
    )
    marked = page.locator(".mark[data-incident]").evaluate_all("list => list.map(b => b.dataset.incident)")
    assert len(listed) == 7
    assert set(marked) == set(listed)


def test_marks_show_what_kind_of_place_they_stand_for(visit: Visit) -> None:
    page = visit()

    def looks(incident: str) -> str:
        return page.locator(f".mark[data-incident='{incident}']").first.get_attribute("class") or ""

    assert "place" in looks("2025-09-zhezkazgan-satpayev-poppy")
    assert "plate" in looks("2025-09-zhambyl-marijuana")
    assert "corridor" in looks("2025-09-ulytau-channel")
    assert "macro" in looks("2025-09-turkistan-central-operations")
    assert page.locator(".arrow").count() == 1
    assert page.locator("path.shared").count() == 4  # two outlines, each with its casing


@pytest.mark.parametrize("size", ["laptop", "phone", "wide"])
def test_labels_do_not_collide(visit: Visit, size: str) -> None:
    page = visit(size=size)
    for lang in LANGUAGES:
        page.select_option("[data-control=lang]", lang)
        until(page, "lang => document.documentElement.lang === lang", lang)
        found = page.evaluate(
            """() => [...document.querySelectorAll('.plane .label text, .mark')]
            .map(e => e.getBoundingClientRect()).map(r => [r.left, r.top + 2, r.right, r.bottom - 2])"""
        )
        assert len(found) > 10
        for i, a in enumerate(found):
            for b in found[i + 1 :]:
                wide = min(a[2], b[2]) - max(a[0], b[0])
                tall = min(a[3], b[3]) - max(a[1], b[1])
                assert wide < 3 or tall < 3, (lang, a, b)


@pytest.mark.parametrize("size", ["laptop", "phone"])
def test_small_cities_are_ringed_and_can_be_hit(visit: Visit, size: str) -> None:
    page = visit(size=size)
    assert page.locator("circle.ring").count() == 3
    if size == "laptop":
        for name in ("Астана", "Алматы", "Шымкент"):
            assert page.locator(".label text", has_text=name).count() >= 1


def test_what_is_added_in_python_is_seen_on_the_regions(visit: Visit, tmp_path: Path) -> None:
    map_ = karasora.build_map()
    folium.PolyLine([[43, 68], [47, 67], [51, 71]], color="#d00000").add_to(map_)
    folium.CircleMarker([50, 60], radius=12, color="#00a000", fill=True).add_to(map_)
    karasora.save(map_, tmp_path / "map.html")
    page = visit(file=tmp_path / "map.html")
    on_top = page.evaluate(
        """() => [...document.querySelectorAll('path[stroke="#00a000"]')].map(path => {
          const {left, top, width, height} = path.getBoundingClientRect();
          return document.elementFromPoint(left + width / 2, top + height / 2) === path;
        })"""
    )
    assert on_top == [True]
    page.locator("[data-region=KZ-10]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
