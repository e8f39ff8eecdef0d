"""What makes an incident itself: its id, written or derived, and whether another row says the same."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_PREFIX = "i-"
_LETTERS = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", np.uint8)
_LENGTH = 8
_CHUNK = 1 << 16
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def row_keys(columns: Sequence[Any]) -> NDArray[np.uint64]:
    """A number for each row that two rows of one data set share where all their texts are the same."""
    keys = np.zeros(len(columns[0]), np.uint64)
    for column in columns:
        codes = np.asarray(pc.dictionary_encode(_whole(column)).indices, np.uint64)
        keys = (keys ^ codes) * _SPREAD
        keys ^= keys >> np.uint64(29)
    return keys


def fingerprints(columns: Sequence[Any]) -> NDArray[np.uint64]:
    """A number for each row that is the same wherever and whenever the row's texts are the same."""
    found = [np.empty(0, np.uint64)]
    for start in range(0, len(columns[0]), _CHUNK):
        slices = [pc.cast(_whole(c.slice(start, _CHUNK)), pa.large_string()) for c in columns]
        joined = pc.binary_join_element_wise(*slices, pa.scalar("\x1f", pa.large_string()))
        digests = b"".join(hashlib.blake2b(t.encode(), digest_size=8).digest() for t in joined.to_pylist())
        found.append(np.frombuffer(digests, ">u8").astype(np.uint64))
    return np.concatenate(found)


def derived_ids(prints: NDArray[np.uint64]) -> Any:
    """Short ids of letters and digits, such as "i-k7q2xm4a"; rows with the same fingerprint get the same."""
    shifts = np.uint64(64) - np.arange(5, 5 * _LENGTH + 1, 5, dtype=np.uint64)
    letters = _LETTERS[((prints[:, None] >> shifts) & np.uint64(31)).astype(np.uint8)]
    texts = pa.array(np.ascontiguousarray(letters).view(f"S{_LENGTH}").ravel(), pa.binary()).cast(pa.string())
    return pc.binary_join_element_wise(_PREFIX, texts, "")


def numbered(ids: pd.Series, is_derived: NDArray[np.bool_]) -> pd.Series:
    """The ids with -2, -3 … after derived ones that stand more than once."""
    repeat = ids.groupby(ids, sort=False).cumcount().to_numpy()
    places = np.flatnonzero((repeat > 0) & is_derived)
    if not len(places):
        return ids
    ids = ids.copy()
    numbers = pd.Series(repeat[places] + 1, index=places).astype(str)
    ids.iloc[places] = ids.iloc[places] + "-" + numbers
    return ids


def repeats(keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows whose key stood before, and for each the row where it stood first."""
    order = np.argsort(keys, kind="stable")
    new = np.concatenate([[True], keys[order][1:] != keys[order][:-1]])[: len(keys)]
    firsts = order[np.maximum.accumulate(np.where(new, np.arange(len(keys)), 0))]
    return np.sort(order[~new]), firsts[~new][np.argsort(order[~new], kind="stable")]


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
