"""Draw the pictures of README.md and of the guides anew: `python -m tests.pictures`.

The figures are made up (the same every time); all else is the committed data.
"""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

import karasora
from karasora.regions import regions_table
from tests import chromium

HOME = Path(__file__).resolve().parents[1]
OUTPUT = HOME / "output"
GUIDE = HOME / "src" / "karasora" / "guide" / "pictures"
YEARS = range(2021, 2026)


class Picture(NamedTuple):
    """What is drawn: the page's address, the window, the theme and the language."""

    file: Path
    page: str
    address: str
    width: int
    height: int
    theme: str = "light"
    scale: float = 1


PICTURES = (
    Picture(OUTPUT / "karasora-2025-laptop.png", "article", "#lang=en", 1280, 800),
    Picture(OUTPUT / "karasora-2025-phone.png", "article", "#lang=ru", 390, 844),
    Picture(OUTPUT / "karasora-2025-popup.png", "article", "#lang=kk&region=KZ-31", 1280, 800, "dark"),
    Picture(OUTPUT / "karasora-2025-season.png", "article", "#lang=en&report=season-2025", 1280, 800),
    Picture(GUIDE / "article.png", "article", "#lang=ru", 1000, 640),
    Picture(GUIDE / "figures.png", "figures", "#lang=ru", 1000, 640),
)


def figures() -> str:
    """A made-up table: 20 regions x 5 years."""
    names = regions_table()["name_ru"]
    lines = ["Регион," + ",".join(map(str, YEARS))]
    for i, name in enumerate(names):
        base = 180 + (i * 7919) % 640
        cells = [round(base * (1 + ((i + 3 * k) % 7 - 2) / 20)) for k in range(len(YEARS))]
        lines.append(f'"{name}",' + ",".join(map(str, cells)))
    return "\n".join(["Зарегистрировано преступлений", *lines, ""])


def pages(folder: Path) -> dict[str, Path]:
    """The pages that the pictures are of."""
    table = folder / "figures.csv"
    table.write_text(figures(), "utf-8")
    made = {"article": karasora.build_map(), "figures": karasora.build_map(table)}
    for name, drawn in made.items():
        karasora.save(drawn, folder / f"{name}.html")
    return {name: folder / f"{name}.html" for name in made}


def draw(browser: Browser, picture: Picture, page: Path) -> None:
    """Draw one picture."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.theme,  # type: ignore[arg-type]
        has_touch=picture.width < 800,
        reduced_motion="reduce",
    )
    opened = context.new_page()
    opened.goto(page.as_uri() + picture.address)
    opened.wait_for_selector("html[data-ready=true]")
    opened.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    picture.file.parent.mkdir(parents=True, exist_ok=True)
    opened.screenshot(path=picture.file)
    context.close()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = pages(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium.executable(), args=chromium.ARGS)
        for picture in PICTURES:
            draw(browser, picture, made[picture.page])
            print(picture.file.relative_to(HOME))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
