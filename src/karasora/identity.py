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


def fingerprints(columns: Sequence[Any]) -> NDArray[np.uint64]:
    """A number for each row that is the same wherever and whenever the row's texts are the same."""
    found = [np.empty(0, np.uint64)]
    n = len(columns[0])
    for start in range(0, n, _CHUNK):
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


def repeats(prints: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows whose fingerprint stood before, and for each the row where it stood first."""
    _, first, which = np.unique(prints, return_index=True, return_inverse=True)
    firsts = first[which]
    later = np.flatnonzero(firsts != np.arange(len(prints)))
    return later, firsts[later]


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
