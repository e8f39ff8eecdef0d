"""Pages that an earlier karasora made are read back, compared and verified."""

import gzip
import json
import re
from pathlib import Path

import pytest

import karasora
from karasora.cli import main
from karasora.page import packing
from karasora.page.readback import read_page
from karasora.page.verification import verify

FORM_1 = Path(__file__).with_name("data") / "pages" / "karasora-2025-form-1.html.gz"
_DATA = re.compile(r'(<script type="application/json" id="karasora-data">)(.*?)(</script>)', re.DOTALL)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "former.html"
    path.write_bytes(gzip.decompress(FORM_1.read_bytes()))
    return path


def test_its_incidents_are_those_of_the_article(page: Path) -> None:
    body, incidents = read_page(page)
    assert body["version"] == 1 and len(incidents) == 11
    article = incidents[incidents["report"] == "article-2025-09"]
    assert len(article) == 7 and (article["place"] != "").any()
    assert article["place_ru"].tolist() == article["place"].tolist()
    now = karasora.read_incidents().set_index("id")
    for row in article.to_dict("records"):
        again = now.loc[row["id"]]
        assert row["units"] == again["units"]
        for key in ("marijuana_kg", "hemp_kg", "poppy_kg", "plants", "detained"):
            same = row[key] == again[key] or (row[key] != row[key] and again[key] != again[key])
            assert same and row[f"{key}:flags"] == again[f"{key}:flags"]


def test_it_is_compared_with_todays(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(page), str(page)]) == 0
    assert capsys.readouterr().out.strip() == "nothing changed"
    assert karasora.diff(read_page(page)[1], karasora.read_incidents())


def test_it_is_verified_by_its_sums(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(page)]) == 0
    assert "made in an earlier form with karasora 0.1.0" in capsys.readouterr().out


def test_a_figure_that_was_changed_in_it_is_noticed(page: Path) -> None:
    def change(found: re.Match[str]) -> str:
        body = json.loads(packing.from_base64(found[2]))
        column = body["incidents"]["columns"]["marijuana_kg"]
        values = column["v"] if "v" in column else column["d"]
        place = next(i for i, value in enumerate(values) if value)
        values[place] += 1
        return found[1] + packing.to_base64(json.dumps(body).encode()) + found[3]

    page.write_text(_DATA.sub(change, page.read_text("utf-8")), "utf-8")
    same, told = verify(page)
    assert not same and "marijuana_kg are not what its incidents add up to" in told
