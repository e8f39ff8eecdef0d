"""The facts of geodata against what the two reports state, written down here by hand a second time."""

import csv
import re
from pathlib import Path

import geopandas
import pytest
import shapely

HOME = Path(__file__).resolve().parents[1]
GEODATA = HOME / "geodata"
SHARED = HOME.parent / "shared"
LANGUAGES = ("ru", "kk", "en")

ARTICLE, FINAL = "article-2025-09", "final-2025-11"
SUBSTANCES = ("marijuana", "hemp", "cannabis", "hashish", "poppy", "synthetics", "precursors")
COUNTS = ("plants", "sites", "labs", "channels", "detained", "firearms", "vehicles", "crimes", "groups")
KEYS = [*(f"{substance}_kg" for substance in SUBSTANCES), *COUNTS]
UNITS = {"plants": "plants", "detained": "persons"}

# Read from the article (pavrc.at, key results and regional accents) and from the ministry's final results
# (zakon.kz, 10 November 2025): report, units, scope, kind, figures as cells.
STATED = {
    "2025-09-ulytau-channel": (
        ARTICLE, "KZ-62", "corridor", "channel",
        {"marijuana_kg": "103", "detained": "4", "vehicles": "?", "firearms": "?"},
    ),
    "2025-09-zhambyl-marijuana": (
        ARTICLE, "KZ-31", "region", "seizure", {"marijuana_kg": ">206", "detained": "?"},
    ),
    "2025-09-west-kazakhstan-greenhouse": (
        ARTICLE, "KZ-27", "region", "cultivation", {"hemp_kg": "~135", "plants": "47", "sites": "1"},
    ),
    "2025-09-turkistan-hemp-poppy": (
        ARTICLE, "KZ-61", "region", "seizure",
        {"hemp_kg": ">650", "poppy_kg": "48", "detained": "3", "firearms": "?"},
    ),
    "2025-09-zhezkazgan-satpayev-poppy": (ARTICLE, "KZ-62", "place", "seizure", {"poppy_kg": ">43000"}),
    "2025-09-zhambyl-west-kazakhstan-premises": (ARTICLE, "KZ-31 KZ-27", "macro", "context", {}),
    "2025-09-turkistan-central-operations": (ARTICLE, "KZ-61 KZ-35 KZ-62", "macro", "context", {}),
    "2025-11-zhambyl-marijuana": (FINAL, "KZ-31", "region", "seizure", {"marijuana_kg": ">200"}),
    "2025-11-almaty-airport-import": (FINAL, "KZ-75", "place", "import", {"marijuana_kg": "3"}),
    "2025-11-zhezkazgan-marijuana": (FINAL, "KZ-62", "place", "seizure", {"marijuana_kg": "100"}),
    "2025-11-kyzylorda-hemp": (FINAL, "KZ-43", "region", "seizure", {"plants": "928", "hemp_kg": "300"}),
}  # fmt: skip

# measure -> (cell, part of)
NATIONAL = {
    ARTICLE: {
        "flights": ("40", ""),
        "sites": ("20", ""),
        "sites_plants": (">5000", "sites"),
        "sites_kg": (">1000", "sites"),
        "crimes": ("677", ""),
        "crimes_sale": ("242", "crimes"),
        "crimes_cultivation": ("220", "crimes"),
        "marijuana_kg": ("2000", ""),
        "hashish_kg": ("47", ""),
        "cannabis_kg": ("3000", ""),
        "synthetics_kg": ("155", ""),
        "precursors_kg": ("8500", ""),
        "plants": (">27000", ""),
        "labs": ("9", ""),
        "groups": ("3", ""),
        "groups_transnational": ("1", "groups"),
    },
    FINAL: {
        "offences": ("3500", ""),
        "drugs_kg": (">27000", ""),
        "plants": (">110000", ""),
        "groups": ("4", ""),
        "groups_transnational": ("1", "groups"),
        "labs": ("6", ""),
        "channels": ("50", ""),
    },
}


def table(name: str) -> list[dict[str, str]]:
    with (GEODATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(name: str) -> list[tuple[str, str]]:
    """Every cell of the table that a reader reads, with its language."""
    found = []
    for row in table(name):
        for column, cell in row.items():
            if (lang := column.rpartition("_")[2]) in LANGUAGES:
                found.append((lang, cell))
    return found


def two_reports() -> list[dict[str, str]]:
    """The incidents of the article and of the final report; the season has its own tests."""
    return [row for row in table("incidents.csv") if row["report"] in (ARTICLE, FINAL)]


MAY_BE_EMPTY = {
    "totals.csv": ("name",),
    "incidents.csv": ("place",),
    "reports.csv": ("text",),
    "notes.csv": (),
    "measures.csv": (),
}
OURS = ("measures.csv", "reports.csv", "incidents.csv", "totals.csv", "notes.csv")


def test_incidents_state_what_the_reports_state() -> None:
    rows = {row["id"]: row for row in two_reports()}
    assert list(rows) == list(STATED)
    for key, (report, units, scope, kind, figures) in STATED.items():
        row = rows[key]
        assert (row["report"], row["regions"].split(";"), row["scope"], row["kind"]) == (
            report, units.split(), scope, kind,
        )  # fmt: skip
        assert {k: row[k] for k in KEYS if row.get(k)} == figures, key


def test_ids_are_unique() -> None:
    for name, column in (("incidents.csv", "id"), ("reports.csv", "id"), ("measures.csv", "key")):
        ids = [row[column] for row in table(name)]
        assert len(ids) == len(set(ids)), name


def test_the_article_comes_first_and_both_reports_are_partial() -> None:
    told = [
        (r["id"], r["start"], r["end"], r["published"], r["coverage"], r["language"], r["vintage"])
        for r in table("reports.csv")
    ]
    assert told[:2] == [
        (ARTICLE, "2025-06", "2025-08", "", "partial", "ru", "2022"),
        (FINAL, "2025-06", "2025-10", "2025-11-10", "partial", "ru", "2022"),
    ]


def test_every_row_says_where_it_stands() -> None:
    reports = {row["id"]: row for row in table("reports.csv")}
    for row in two_reports():
        assert row["locator"] and row["source_url"] == reports[row["report"]]["url"]
        assert row["confidence"] == "stated"
        assert (row["start"], row["end"]) == tuple(reports[row["report"]][c] for c in ("start", "end"))


def test_cases_of_the_two_reports_are_not_asserted_to_be_one() -> None:
    cases = [(row["case"], row["report"]) for row in two_reports() if row["case"]]
    assert len({case for case, _ in cases}) == len(cases)
    possible = {row["incident"] for row in table("notes.csv") if row["confidence"] == "possible"}
    ours = {row["id"] for row in two_reports()}
    assert possible & ours == {
        "2025-09-ulytau-channel",
        "2025-09-zhambyl-marijuana",
        "2025-11-zhambyl-marijuana",
        "2025-11-zhezkazgan-marijuana",
    }


def test_the_channel_comes_from_the_south_and_nothing_else_moves() -> None:
    """The article names no southern region, so none is an origin: only the south is."""
    origins = {row["id"]: (row["from_regions"], row["from_macro"]) for row in two_reports()}
    assert origins.pop("2025-09-ulytau-channel") == ("", "south")
    assert set(origins.values()) == {("", "")}


def test_only_places_have_points_and_each_lies_in_its_unit() -> None:
    units = geopandas.read_file(GEODATA / "boundaries-fine.geojson").set_index("iso").geometry
    for row in two_reports():
        assert bool(row["lat"]) == bool(row["lon"]) == bool(row["place"]) == (row["scope"] == "place")
        if row["lat"]:
            point = shapely.Point(float(row["lon"]), float(row["lat"]))
            assert list(units[units.contains(point)].index) == [row["regions"]]


def test_national_totals() -> None:
    found: dict[str, dict[str, tuple[str, str]]] = {ARTICLE: {}, FINAL: {}}
    for row in table("totals.csv"):
        assert row["measure"] not in found[row["report"]]
        found[row["report"]][row["measure"]] = (row["value"], row["of"])
    assert found == NATIONAL


def test_totals_have_words_and_parts_have_a_whole() -> None:
    known = {row["key"] for row in table("measures.csv")}
    for row in table("totals.csv"):
        own_words = [bool(row[f"name_{lang}"]) for lang in LANGUAGES]
        assert len(set(own_words)) == 1 and (own_words[0] or row["measure"] in known)
        assert not row["of"] or row["of"] in NATIONAL[row["report"]]


def test_measures_are_all_there_with_increasing_round_breaks() -> None:
    rows = table("measures.csv")
    assert [row["key"] for row in rows] == ["incidents", *KEYS]
    assert [int(row["order"]) for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert row["unit"] == ("kg" if row["key"].endswith("_kg") else UNITS.get(row["key"], "items"))
        for column in ("breaks", "breaks_per_100k", "breaks_per_1000km2"):
            bounds = [float(bound) for bound in row[column].split(";")]
            assert 1 <= len(bounds) <= 4 and bounds == sorted(set(bounds)) and bounds[0] > 0
            assert all(re.fullmatch(r"0*\.?0*[1-9][05]?0*", bound) for bound in row[column].split(";"))


@pytest.mark.parametrize("report", [ARTICLE, FINAL])
@pytest.mark.parametrize("key", ["marijuana_kg", "hemp_kg", "poppy_kg", "plants"])
def test_classes_tell_the_regions_apart(report: str, key: str) -> None:
    breaks = next(
        [float(b) for b in m["breaks"].split(";")] for m in table("measures.csv") if m["key"] == key
    )
    sums: dict[str, float] = {}
    for row in table("incidents.csv"):
        if row["report"] == report and row.get(key):
            sums[row["regions"]] = sums.get(row["regions"], 0) + float(row[key].lstrip(">~"))
    classes = [sum(value >= bound for bound in breaks) for value in sums.values()]
    assert len(set(classes)) == len(classes)


def test_notes_belong_to_incidents() -> None:
    ids = {row["id"] for row in table("incidents.csv")}
    reports = {row["id"] for row in table("reports.csv")}
    for row in table("notes.csv"):
        assert row["incident"] in ids or (row["report"] in reports and not row["incident"])
        assert row["confidence"] in {"stated", "very_likely", "possible", "comparison"}


def test_links_are_links() -> None:
    links = [row[column] for name in OURS for row in table(name) for column in row if "url" in column]
    links.remove("")  # the season is a report of many sources: its rows have the links
    assert links and all(re.fullmatch(r"https?://[^\s<>\"]+", link) for link in links)


@pytest.mark.parametrize("name", OURS)
def test_every_text_stands_in_three_languages(name: str) -> None:
    for row in table(name):
        stems = {c.rpartition("_")[0] for c in row if c.rpartition("_")[2] in LANGUAGES}
        for stem in stems:
            bare = row.get(stem, "")  # of geodata's own tables always Russian
            cells = [row.get(f"{stem}_{lang}", bare) for lang in LANGUAGES]
            assert all(cells) or (stem in MAY_BE_EMPTY[name] and not any(cells)), cells


@pytest.mark.parametrize("name", OURS)
def test_files_are_plain(name: str) -> None:
    raw = (GEODATA / name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and raw.endswith(b"\n")
    header, *rows = csv.reader(raw.decode("utf-8").splitlines())
    assert all(len(row) == len(header) for row in rows)
    assert all(cell == cell.strip() for row in rows for cell in row)


@pytest.mark.parametrize("name", OURS)
def test_each_table_is_told_of(name: str) -> None:
    assert name in (GEODATA / "README.md").read_text("utf-8")


def test_figures_in_texts_are_those_of_the_cells() -> None:
    """A text in any language names each exact or qualified figure of its row (43 t for 43000 kg)."""
    for row in table("incidents.csv"):
        for key in KEYS:
            number = row.get(key, "").lstrip(">~")
            if not number.isdigit() or (number == "1" and key in ("sites", "labs", "channels")):
                continue
            written = number if float(number) < 10_000 else str(int(number) // 1000)
            for lang in LANGUAGES:
                assert re.search(rf"\b{written}\b", row[f"text_{lang}"]), (row["id"], key, lang)


def test_nobody_can_be_recognised() -> None:
    """No age, village, residence or nationality; and whoever is detained isn't called a criminal."""
    told = " ".join(cell for name in ("incidents.csv", "notes.csv") for _, cell in texts(name)).casefold()
    for word in (
        r"\d+-лет", "возраст", "житель", "гражданин", "посёл", "поселк", "село", "преступник", "индии",
        r"\d\s*жас|жастағы", "тұрғын", "азамат", "ауылы", "қылмыскер", "үндістан",
        "year-old", "aged", "resident", "citizen", "national of", "village of", "criminal", "india",
    ):  # fmt: skip
        assert not re.search(word, told), word


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("ё", "е"))


def runs(text: str, length: int = 6) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[i : i + length]) for i in range(len(said) - length + 1)}


def test_the_sentences_of_the_article_are_not_ours() -> None:
    article = SHARED / "article" / "karasora-2025.ru.txt"
    if not article.is_file():
        pytest.skip("the article is not part of the project; it is compared where it lies beside it")
    theirs = runs(article.read_text("utf-8"))
    assert len(theirs) > 200
    page_words = (HOME / "src" / "karasora" / "page" / "words.csv").read_text("utf-8")
    for ours in (*(cell for name in OURS for row in table(name) for cell in row.values()), page_words):
        assert not runs(ours) & theirs, ours
