"""Search: a table of queries in three languages, asked in one visit; and folding, as the tool does it."""

import csv
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import karasora
from karasora.names.fold import fold, sound
from tests.browser.conftest import Visit

DATA = Path(__file__).parent.parent / "data"

# Asks one query by the address and tells what stands in the list then.
ASK = """async ([lang, query]) => {
  const buttons = (box) => [...document.querySelectorAll(`#karasora-${box} button`)];
  const ids = (box, key) => buttons(box).map((button) => button.dataset[key]);
  const mark = document.querySelector("#karasora-incidents-list").appendChild(document.createElement("li"));
  location.hash = `lang=${lang}&q=${encodeURIComponent(query)}`;
  for (let k = 0; k < 900 && mark.isConnected; k++) await new Promise((go) => setTimeout(go, 10));
  return [ids("incidents-list", "incident"), ids("region-hits", "of")];
}"""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("search") / "register.html"
    karasora.save(karasora.build_map(DATA / "search" / "register.csv"), page)
    return page


def queries() -> list[dict[str, str]]:
    with (DATA / "search" / "queries.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_found_and_what_is_not(visit: Visit, register: Path) -> None:
    page = visit("#lang=ru&q=-", file=register)
    wrong = []
    for row in queries():
        found, offered = page.evaluate(ASK, [row["lang"], row["query"]])
        must, offers = row["must"].split(), row["offers"].split()
        missing = set(must) - set(found)
        banned = set(row["must_not"].split())
        extra = set(found) - set(must) if banned == {"*"} else set(found) & banned
        if missing or extra or offered[: len(offers)] != offers or (not must and not offers and offered):
            wrong.append(f"{row['lang']} «{row['query']}»: {missing=} {extra=} {offered=}")
    assert not wrong, "\n".join(wrong)
    assert len(queries()) >= 150


def test_the_best_comes_first(visit: Visit, register: Path) -> None:
    page = visit("#lang=ru&q=-", file=register)
    for query, first in (("Алматы", "almaty-lab"), ("мак", "petropavl-poppy"), ("посылки", "nowhere")):
        assert page.evaluate(ASK, ["ru", query])[0][0] == first, query
    # a word of the region's name stands before one of a text
    assert page.evaluate(ASK, ["ru", "Алматы"])[0][-1] == "nowhere"


@pytest.fixture(scope="module")
def twin(browser: Any) -> Any:
    page = browser.new_page()
    code = files("karasora.page").joinpath("assets/scripts/data/fold.js").read_text(encoding="utf-8")
    page.evaluate(code.replace("export const Fold", "globalThis.Fold"))
    return page


def both(page: Any, texts: list[str]) -> list[list[str]]:
    told = page.evaluate("(texts) => texts.map((t) => [Fold.fold(t), Fold.sound(Fold.fold(t))])", texts)
    return list(told)


def test_page_and_tool_fold_every_known_name_alike(twin: Any) -> None:
    texts: list[str] = []
    for name in ("names_forms.csv", "names_not.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            texts += [cell for row in csv.reader(file) for cell in row]
    assert len(texts) > 2000
    assert both(twin, texts) == [[fold(text), sound(fold(text))] for text in texts]


LETTERS = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіʼ'«»-–. ,"
    "abcdefghijklmnopqrstuvwxyzžšşčýŭıâûəŋéöüńãÅÉÖ0123456789№/_\u00ad\u200b\u00a0"
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(LETTERS + LETTERS.upper(), max_size=40), min_size=1, max_size=40))
def test_page_and_tool_fold_anything_alike(twin: Any, texts: list[str]) -> None:
    assert both(twin, texts) == [[fold(text), sound(fold(text))] for text in texts]
