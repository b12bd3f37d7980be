"""A draw anyone can repeat: rank by HMAC-SHA-256 of the request number under a revealed seed.

HMAC is RFC 2104, SHA-256 FIPS 180-4; the seed is committed to by its hash before the window
opens and revealed at the draw (commit and reveal, as in Blum, "Coin flipping by telephone",
1981). The place of a request depends on the seed and its own number alone, so neither the
order of the list nor who else takes part can move two requests past each other.

>>> for place in ranks("seed", ["R-2014-000002", "R-2014-000001"]):
...     print(place.rank, place.number, place.hex[:16])
1 R-2014-000002 21d6c61223a83641
2 R-2014-000001 8e73f59c0ceecf12
"""

import hashlib
import hmac
from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """One line of the draw."""

    rank: int
    number: str
    hex: str


def ranks(seed: str, numbers: Iterable[str]) -> list[Place]:
    """Draw: ascending by the keyed hash; the same answer whatever the order of the numbers."""
    tickets = list(numbers)
    if len(set(tickets)) < len(tickets):
        raise ValueError("A request number takes part once.")
    drawn = sorted((keyed_hash(seed, number), number) for number in tickets)
    return [Place(rank, number, digest) for rank, (digest, number) in enumerate(drawn, start=1)]


def keyed_hash(seed: str, number: str) -> str:
    """Hash one request number under the seed, as lower-case hex."""
    return hmac.new(seed.encode(), number.encode(), hashlib.sha256).hexdigest()
