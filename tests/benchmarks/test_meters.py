"""The meters measure: a benchmark that can't notice is worth nothing."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from karasora.boundaries.locate import locate
from karasora.boundaries.reading import read_regions
from tests.benchmarks import cdn, floor
from tests.benchmarks.made_up import incidents
from tests.benchmarks.process import python


def test_peak_memory_and_time_are_the_programs_own() -> None:
    small = python("-c", "import time; time.sleep(0.3)", limit=30)
    large = python("-c", "kept = bytearray(200_000_000); kept[::4096] = b'x' * len(kept[::4096])", limit=30)
    assert not small.failed and not large.failed
    assert large.peak_mb - small.peak_mb > 180
    assert small.seconds > 0.3 > small.cpu_seconds


def test_patience_has_a_limit_and_a_failure_its_reason() -> None:
    assert python("-c", "import time; time.sleep(30)", limit=0.3).failed == "> 0.3 s"
    assert (
        python("-c", "raise ValueError('no such peer')", limit=30).failed
        == "exit 1: ValueError: no such peer"
    )


def test_made_up_incidents_are_the_same_and_lie_in_their_units() -> None:
    made = incidents(500)
    pd.testing.assert_frame_equal(made, incidents(500))
    regions = read_regions()
    found = regions["iso"].to_numpy(str)[locate(made["lon"], made["lat"], regions)]
    # Rounded to ten metres, a point may slip over a border.
    assert np.mean(found == made["regions"].to_numpy(str)) > 0.99


def test_links_of_a_page_lead_to_the_disk(tmp_path: Path) -> None:
    ours = tmp_path / "cdn" / "leaflet@1.9.3" / "package" / "dist" / "leaflet.js"
    ours.parent.mkdir(parents=True)
    ours.write_text("")
    page = tmp_path / "page.html"
    page.write_text('<script src="https://cdn.example/npm/leaflet@1.9.3/dist/leaflet.js"></script>'
                    '<script src="https://cdn.example/npm/nowhere@1.0.0/x.js"></script>')  # fmt: skip
    copy = cdn.beside(page, tmp_path / "cdn").read_text()
    assert f'"{ours.as_uri()}"' in copy and '"https://cdn.example/npm/nowhere@1.0.0/x.js"' in copy


def test_a_page_is_read(tmp_path: Path, chromium: str) -> None:
    from tests.benchmarks.meter import Meter, Reading

    page = tmp_path / "floor.html"
    page.write_text(floor.page(incidents(200)), "utf-8")
    asks = tmp_path / "asks.html"
    asks.write_text("<script src='https://cdn.example/x.js'></script><script>nowhere()</script><p>asks")
    with Meter() as meter:
        quiet, loud = meter.read(page, runs=1), meter.read(asks, runs=1)
    assert isinstance(quiet, Reading) and isinstance(loud, Reading)
    assert (quiet.requests, quiet.errors) == (0, 0) and quiet.mark_ms and 0 < quiet.mark_ms <= quiet.still_ms
    assert quiet.kb == pytest.approx(page.stat().st_size / 1024)
    assert (loud.requests, loud.errors, loud.mark_ms, loud.popup_ms) == (1, 1, None, None)


def test_what_a_hand_does_is_measured(tmp_path: Path, chromium: str) -> None:
    from tests.benchmarks import hand
    from tests.benchmarks.meter import Meter

    page = tmp_path / "slow.html"
    page.write_text(
        """<!doctype html><div class="leaflet-container" style="height: 300px"><b>0</b></div>
        <select data-control="measure"><option value="a"><option value="b"></select><script>
        const busy = ms => { for (const end = performance.now() + ms; performance.now() < end;); };
        const shown = document.querySelector('b');
        document.querySelector('select').onchange = () => (busy(120), shown.append('1'));
        addEventListener('pointermove', () => busy(60));
        </script>""",
        "utf-8",
    )
    with Meter() as meter:
        found = hand.drawn(meter.browser, {"slow": page}, hand.PHONE, 1)
        with hand.opened(meter.browser, page, hand.LAPTOP) as (shown, _):
            dragged, chosen = hand.drag(shown), hand.choose(shown, "measure")
            assert hand.brush(shown) is None
    assert found["slow"]["still"] > 0 and "mark" not in found["slow"]
    assert dragged and dragged.late >= 60
    assert chosen and chosen[0] >= 120
