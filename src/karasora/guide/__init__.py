"""The editor's guide, in Russian, Kazakh and English: Markdown for a terminal and for a code host."""

from importlib.resources import files


def text(lang: str) -> str:
    """The guide in one of geodata.LANGUAGES."""
    return files(__package__).joinpath(f"{lang}.md").read_text(encoding="utf-8")
