"""Where marks go, module by module: places taken without a collision, and each incident in its one place."""

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page
from shapely import LineString, box

from karasora.incidents import read_dataset
from karasora.page.document import leaflet_js
from tests.browser.modules import open_modules

VIEW = (0, 0, 400, 300)

# Items [[width, height, spots, needs a leader, must be seen], …] -> where each was placed, and its leader.
PLACED = """async ([items, view]) => {
  const { Layout } = await import("/map/layout.js");
  const ground = Layout.ground(view);
  const made = items.map(([w, h, spots, from, must]) => ({ must, gap: 0, w, h,
    forms: [{ w, h, *spots() { for (const at of spots) yield from ? [...at, [from]] : at; } }] }));
  Layout.place(made, ground);
  return made.map((item) => [item.at, item.leader ?? null]);
}"""

SORTS = ("nowhere", "point", "region", "corridor", "several")
# What Places makes of every row: its sort, its anchor, the regions it belongs to, and the clusters of points.
SORTED = """async (cell) => {
  const [{ Data }, { Places }, { Geometry }] = await Promise.all(
    ["/data/data.js", "/map/places.js", "/map/geometry.js"].map((name) => import(name)));
  await Data.need(Data.DRAW);
  Geometry.load(Data.page.borders);
  Places.load();
  const rows = Array.from({ length: Data.n }, (_, i) => i);
  const plane = { factor: 1 / 8, shift: [0, 0] };
  const far = { min: { x: -2000, y: -2000 }, max: { x: 2000, y: 2000 } };
  const near = { min: { x: -2000, y: -2000 }, max: { x: 0, y: 2000 } };
  const clusters = (bounds) => Places.clusters(rows, plane, bounds, cell);
  return {
    sorts: rows.map((i) => Places.sort(i)),
    anchors: rows.map((i) => Places.anchor(i)),
    labels: Data.regions.map((_, u) => Places.label(u)),
    regions: Data.regions.map(({ iso }) => iso),
    of: Data.regions.map((_, u) => Places.ofUnit(u)),
    clusters: clusters(far).map((one) =>
      [one.count, one.row, Places.members(rows, one, plane.factor, cell).rows]),
    near: clusters(near).map((one) => one.x),
  };
}"""


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    dataset = read_dataset(incidents())
    page = open_modules(browser, dataset)
    page.evaluate(leaflet_js())
    yield page
    page.close()


def incidents() -> pd.DataFrame:
    """Some rows of every sort; the sort of each is the first word of its id."""
    rng = random.Random(17)
    rows: list[dict[str, Any]] = []
    for number in range(60):
        lat, lon = rng.uniform(47.0, 48.5), rng.uniform(66.5, 69.5)
        rows.append({"id": f"point-{number}", "regions": "KZ-62", "lat": f"{lat:.4f}", "lon": f"{lon:.4f}"})
    rows += [{"id": f"region-{iso}", "regions": iso} for iso in ("KZ-31", "KZ-31;", "KZ-75")]
    rows[-2]["id"] = "region-again"
    rows.append({"id": "several-1", "regions": "KZ-31;KZ-62"})
    rows.append({"id": "corridor-1", "regions": "KZ-62", "from_regions": "KZ-61;KZ-31"})
    rows.append({"id": "nowhere-1", "scope": "national"})
    return pd.DataFrame(rows).fillna("").assign(title=lambda frame: frame["id"])


@pytest.mark.parametrize("number", range(4))
def test_what_is_placed_covers_nothing_and_no_leader_crosses(modules: Page, number: int) -> None:
    """Held against shapely, which shares no line with it."""
    rng = random.Random(number)
    items = []
    for _ in range(40):
        w, h = rng.randrange(10, 70), rng.randrange(8, 24)
        spots = [[rng.randrange(-20, 420), rng.randrange(-20, 320)] for _ in range(rng.randrange(1, 9))]
        anchor = [rng.randrange(10, 390), rng.randrange(10, 290)] if rng.random() < 0.4 else None
        items.append([w, h, spots, anchor, False])
    placed = modules.evaluate(PLACED, [items, VIEW])
    boxes: list[Any] = []
    lines: list[Any] = []
    for (w, h, spots, anchor, _), (at, leader) in zip(items, placed, strict=True):
        if at is None:
            for x, y in spots:  # there was no free place for it in the window
                here = rectangle(x, y, w, h)
                line = straight(anchor, here)
                assert not box(*VIEW).covers(here) or not is_free(here, line, boxes, lines)
            continue
        assert at in spots
        here = rectangle(*at, w, h)
        assert (leader is not None) == (anchor is not None and not is_inside(anchor, here))
        line = LineString([leader[:2], leader[2:]]) if leader else None
        assert line is None or line.length == pytest.approx(straight(anchor, here).length)
        assert is_free(here, line, boxes, lines)
        boxes.append(here)
        lines += [line] if line else []
    assert 5 < len(boxes) < len(items)


def rectangle(x: float, y: float, w: float, h: float) -> Any:
    return box(x - w / 2, y - h / 2, x + w / 2, y + h / 2)


def is_inside(point: list[float], here: Any) -> bool:
    left, top, right, bottom = here.bounds
    return left < point[0] < right and top < point[1] < bottom


def straight(anchor: list[float] | None, here: Any) -> Any:
    """The shortest leader from an anchor outside of a box."""
    if anchor is None or is_inside(anchor, here):
        return None
    left, top, right, bottom = here.bounds
    return LineString([anchor, (min(right, max(left, anchor[0])), min(bottom, max(top, anchor[1])))])


def is_free(here: Any, line: Any, boxes: list[Any], lines: list[Any]) -> bool:
    """Whether insides of boxes stay apart, and leaders cross neither boxes nor each other."""
    apart = all(here.intersection(other).area == 0 for other in boxes)
    uncut = not any(cuts(other, here) for other in lines) and (
        line is None or not any(cuts(line, other) for other in boxes)
    )
    return apart and uncut and (line is None or not any(line.crosses(other) for other in lines))


def cuts(line: Any, here: Any) -> bool:
    return bool(line.intersection(here).length > 1e-9)


def test_what_must_be_seen_is_placed_even_where_nothing_is_free(modules: Page) -> None:
    everywhere = [400, 300, [[200, 150]], None, False]
    free, must = [30, 10, [[50, 50]], None, False], [30, 10, [[50, 50]], None, True]
    placed = modules.evaluate(PLACED, [[everywhere, free, must], VIEW])
    assert [at for at, _ in placed] == [[200, 150], None, [50, 50]]


def test_every_incident_has_its_one_place(modules: Page) -> None:
    told = modules.evaluate(SORTED, 40)
    ids = list(incidents()["id"])
    assert [SORTS[sort] for sort in told["sorts"]] == [id_.partition("-")[0] for id_ in ids]
    label = dict(zip(told["regions"], told["labels"], strict=True))
    anchor = dict(zip(ids, told["anchors"], strict=True))
    assert anchor["region-KZ-75"] == label["KZ-75"] and anchor["corridor-1"] == label["KZ-62"]
    assert anchor["several-1"] == label["KZ-31"], "the first that it names"
    of = {iso: [ids[row] for row in rows] for iso, rows in zip(told["regions"], told["of"], strict=True)}
    assert of["KZ-31"] == ["region-KZ-31", "region-again", "several-1", "corridor-1"], "own, shared, from"
    assert of["KZ-61"] == ["corridor-1"] and of["KZ-75"] == ["region-KZ-75"]
    assert Counter(id_.partition("-")[0] for id_ in of["KZ-62"]) == {"point": 60, "several": 1, "corridor": 1}


def test_clusters_lose_no_point_and_hold_none_twice(modules: Page) -> None:
    told = modules.evaluate(SORTED, 40)
    points = {i for i, id_ in enumerate(incidents()["id"]) if id_.startswith("point-")}
    members = [row for _, _, rows in told["clusters"] for row in rows]
    assert sorted(members) == sorted(points)
    assert all(len(rows) == count and row in rows for count, row, rows in told["clusters"])
    assert 1 < len(told["clusters"]) < len(points)
    assert 0 < len(told["near"]) < len(told["clusters"]), "those of the window alone"
