"""Random draws that are the same on every machine, and their distributions."""

import hashlib
import struct
from collections.abc import Sequence
from math import sqrt

_DRAWS = struct.Struct("<9I14H")
ALL = 1 << 16
"""The draws after the ninth are below this."""
ALL_WIDE = 1 << 32
"""The first nine draws are below this."""


def draws_of(kind: bytes, number: int) -> tuple[int, ...]:
    """Return nine draws of 32 bits and 14 of 16, always the same for this kind and number."""
    return _DRAWS.unpack(hashlib.blake2b(b"%d" % number, digest_size=64, person=kind).digest())


def zipf(share: float, ranks: int) -> int:
    """Turn a share of 0 to 1 into a rank from 0 to `ranks`, distributed by Zipf's law."""
    return int((ranks + 1) ** share) - 1


def steep_rank(draw: int, flat: int) -> int:
    """Turn a wide draw into an unbounded rank; those below `flat` are about equally likely.

    Beyond, how likely a rank is falls with its square.
    """
    return flat * ALL_WIDE // (draw + 1) - flat


def open_rank(draw: int, flat: int) -> int:
    """Turn a wide draw into an unbounded rank; those below `flat` are about equally likely.

    Beyond, how likely a rank is falls with its power of 5/3, so that the number of different ranks
    grows as the number of draws to the power of 3/5.
    """
    share = (draw + 1) / ALL_WIDE
    return int(flat / (share * sqrt(share))) - flat


def quantile(quantiles: Sequence[int], draw: int) -> int:
    """Turn a draw of 16 bits into a value between evenly spaced quantiles."""
    step, rest = divmod(draw * (len(quantiles) - 1), ALL)
    low, high = quantiles[step], quantiles[step + 1]
    return low + (high - low) * rest // ALL
