"""The two libraries that only `extract` needs, loaded when first used."""

from functools import cache
from importlib import import_module
from typing import Any

from karasora.faults import KarasoraError


class MissingExtra(KarasoraError):
    """A library that `karasora extract` needs is not installed."""


def _load(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(
            f"karasora extract needs the package {name}, which is not installed; "
            'run: pip install "karasora[extract]"'
        ) from error


@cache
def razdel() -> Any:
    """The library razdel, which splits text into sentences."""
    return _load("razdel")


@cache
def morphology() -> Any:
    """The analyser of Russian words of pymorphy3, with its own dictionary."""
    return _load("pymorphy3").MorphAnalyzer(lang="ru")
