"""Search in any language and spelling, filters, the list and the two tables."""

from tests.browser.conftest import Visit, until

LIST = "#karasora-incidents-list [data-incident]"
COUNT = f"n => document.querySelectorAll({LIST!r}).length === n"


QUERIES = {
    "жезказган": 3, "Zhezkazgan": 3, "ЖЕЗҚАЗҒАН": 3, "jezkazgan": 3,  # a town and its region
    "Ұлытау": 3, "ulytau": 3, "улытау": 3,  # a region: two of its own, one shared
    "poppy": 2, "көкнәр": 2, "мак ": 2,  # a substance, whatever the language of the page
    "Түркістан": 2, "көкнәр түркістан": 1, "nothing of the sort": 0,
}  # fmt: skip


def test_search(visit: Visit) -> None:
    page = visit()
    for query, found in QUERIES.items():
        page.fill("[data-control=search]", query)
        until(page, "q => decodeURIComponent(location.hash).includes(q)", query)
        until(page, COUNT, found)
        marked = page.locator(".mark[data-incident]").evaluate_all("l => l.map(m => m.dataset.incident)")
        assert len(set(marked)) == found, query  # the map shows what the list shows


def test_a_region_without_incidents_is_found_too(visit: Visit) -> None:
    page = visit("#lang=en")
    page.fill("[data-control=search]", "Костанай")
    page.wait_for_selector("#karasora-region-hits button")
    assert "not mentioned" in page.inner_text("#karasora-region-hits")
    page.click("#karasora-region-hits button")
    page.wait_for_selector(".leaflet-popup-content")
    assert "Kostanay Region" in page.inner_text(".leaflet-popup-content")


def test_everything_follows_the_filters(visit: Visit) -> None:
    page = visit()
    page.click(".filters summary")
    page.select_option("[data-control=substance]", "hemp_kg")
    until(page, COUNT, 2)
    assert page.locator("[data-region=KZ-62]").get_attribute("data-value") == "0"
    assert page.locator("[data-region=KZ-61]").get_attribute("data-value") == "1"
    assert "2 из 7" in page.inner_text("#karasora-found")
    page.select_option("[data-control=kind]", "cultivation")
    until(page, COUNT, 1)
    assert "Конопля · выращивание" in page.inner_text("#karasora-selection")
    page.click("#karasora-selection button")
    until(page, COUNT, 7)


def test_the_count_is_announced(visit: Visit) -> None:
    page = visit()
    page.fill("[data-control=search]", "poppy")
    until(page, "() => document.querySelector('#karasora-live').textContent.includes('2')")
    page.select_option("[data-control=measure]", "poppy_kg")
    until(page, "() => document.querySelector('#karasora-live').textContent.includes('Мак')")


def test_arrow_keys_step_through_the_list(visit: Visit) -> None:
    page = visit()
    page.locator(LIST).first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup-content")
    assert "≥ 206" in page.inner_text(".leaflet-popup-content").replace("\u00a0", " ")
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-popup-content", state="detached")
    assert page.evaluate("document.activeElement.dataset.incident") == "2025-09-zhambyl-marijuana"


def column(page: object, table: str, n: int) -> list[str]:
    rows = page.locator(f"table[data-table={table}] tbody tr")  # type: ignore[attr-defined]
    return [
        str(t).replace("\u00a0", " ")
        for t in rows.evaluate_all("(l, n) => l.map(r => r.cells[n].innerText)", n)
    ]


def test_tables_hold_everything_and_sort(visit: Visit) -> None:
    page = visit("#view=regions&measure=hemp_kg")
    assert page.locator("table[data-table=regions] tbody tr").count() == 20
    page.click("table[data-table=regions] thead th:nth-child(2) button")
    assert column(page, "regions", 1)[:3] == ["≥ 650 кг", "≈ 135 кг", "показатель не указан"]
    assert page.locator("table[data-table=regions] th[aria-sort=descending]").count() == 1
    page.click("table[data-table=regions] thead th:nth-child(1) button")
    names = column(page, "regions", 0)
    assert names[0] == "Акмолинская область" and names[-1] == "Туркестанская область"
    page.click("[data-fold=incidents]")
    assert page.locator("table[data-table=incidents] tbody tr").count() == 7
    header = page.locator("table[data-table=incidents] thead th")
    names = header.all_inner_texts()
    n = next(i for i, name in enumerate(names) if name.startswith("Мак"))
    header.nth(n).locator("button").click()
    assert column(page, "incidents", n)[:2] == ["≥ 43 000", "48"]
    page.click("table[data-table=incidents] tbody tr:first-child button")
    page.wait_for_selector(".leaflet-popup-content")


def test_what_changed(visit: Visit) -> None:
    page = visit("#view=changes&lang=en")
    text = page.inner_text("#karasora-changes").replace("\u00a0", " ")
    for piece in (
        "677",
        "3,500",
        "cannot be compared",
        "≥ 27,000",
        "≥ 110,000",
        "The later report gives fewer",
        "Incidents of one report only",
    ):
        assert piece in text, piece
    rows = page.locator("#karasora-changes tbody tr").all_inner_texts()
    labs = next(row for row in rows if row.startswith("Drug laboratories"))
    assert labs.split()[2:4] == ["9", "6"] and "−3" not in labs, "a count that adds up can't fall"
    crimes = next(row for row in rows if row.startswith("Drug crimes"))
    assert "not given" in crimes
