"""The address carries the view: opened, changed, gone back to, shared."""

from tests.browser.conftest import Visit, until

WHOLE = (
    "#lang=kk&report=article-2025-09&measure=poppy_kg&per=100k&region=KZ-62&theme=dark"
    "&incident=2025-09-zhezkazgan-satpayev-poppy"
)


def test_an_address_opens_the_whole_view(visit: Visit) -> None:
    page = visit(WHOLE)
    for control, value in (("lang", "kk"), ("measure", "poppy_kg"), ("per", "100k"), ("theme", "dark")):
        assert page.input_value(f"[data-control={control}]") == value
    assert page.locator("html").get_attribute("lang") == "kk"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert "43" in page.inner_text(".leaflet-popup-content")


def test_every_choice_is_written_and_back_undoes_it(visit: Visit) -> None:
    page = visit()
    page.select_option("[data-control=measure]", "marijuana_kg")
    page.select_option("[data-control=per]", "100k")
    page.locator("[data-region=KZ-31]").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup-content")
    address = page.evaluate("location.hash")
    for piece in ("measure=marijuana_kg", "per=100k", "region=KZ-31"):
        assert piece in address
    page.go_back()
    page.wait_for_selector(".leaflet-popup-content", state="detached")
    page.go_back()
    until(page, "document.querySelector('[data-control=per]').value === 'absolute'")
    page.go_back()
    until(page, "document.querySelector('[data-control=measure]').value === 'incidents'")
    assert page.locator("[data-region=KZ-62]").get_attribute("data-value") == "2"


def test_a_reload_shows_the_same(visit: Visit) -> None:
    page = visit()
    page.select_option("[data-control=report]", "final-2025-11")
    page.select_option("[data-control=lang]", "en")
    page.fill("[data-control=search]", "airport")
    until(page, "location.hash.includes('q=airport')")
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert page.input_value("[data-control=report]") == "final-2025-11"
    assert page.input_value("[data-control=search]") == "airport"
    assert page.locator("#karasora-incidents-list [data-incident]").count() == 1


def test_moving_the_map_is_part_of_the_address_but_not_of_back(visit: Visit) -> None:
    page = visit()
    before = page.evaluate("history.length")
    page.click(".zoom_in")
    until(page, "location.hash.includes('map=')")
    assert page.evaluate("history.length") == before
    kept = page.evaluate("location.hash")
    page.clock.install()
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    page.clock.fast_forward(2000)  # past the moment at which the map's place is written down
    assert page.evaluate("location.hash") == kept


def test_nonsense_in_an_address_counts_as_not_said(visit: Visit) -> None:
    page = visit(
        "#lang=xx&measure=__proto__&per=%E0%A4%A&region=KZ-99&incident=%3Cimg%20src%3Dx%3E&view=constructor&map=a/b/c&report=toString&q="
        + "z" * 900
    )
    assert page.input_value("[data-control=measure]") == "incidents"
    assert page.locator(".leaflet-popup-content").count() == 0
    assert page.locator("img").count() == 0


def test_share_gives_the_address_and_a_snippet(visit: Visit) -> None:
    page = visit("#measure=hemp_kg")
    page.click("#karasora-share summary")
    until(page, "() => document.querySelector('#karasora-link').value")
    link = page.input_value("#karasora-link")
    assert "measure=hemp_kg" in link and "lang=ru" in link
    snippet = page.input_value("#karasora-snippet")
    assert snippet.startswith("<iframe src=") and "measure=hemp_kg" in snippet
    page.click("#karasora-share button >> nth=0")
    until(page, "document.querySelector('#karasora-live').textContent")
