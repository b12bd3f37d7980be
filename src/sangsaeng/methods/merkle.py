"""Merkle trees as Certificate Transparency builds them (RFC 6962 §2.1, RFC 9162 §2.1).

Leaves and nodes are hashed under different first bytes, so a node can never be passed off as a
leaf. A path of log2(n) hashes proves that one line belongs to a sealed batch of n.

>>> leaves = [b"one", b"two", b"three"]
>>> proof = inclusion_path(leaves, 2)
>>> verify_inclusion(b"three", 2, len(leaves), proof, root(leaves))
True
>>> verify_inclusion(b"four", 2, len(leaves), proof, root(leaves))
False
"""

import hashlib
from collections.abc import Sequence


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one entry of the log."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Hash a whole batch; the empty batch has the hash of the empty string."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = _split(len(leaves))
    return node_hash(root(leaves[:split]), root(leaves[split:]))


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Collect the hashes that lead from one leaf to the root, nearest first."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_path(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_path(leaves[split:], index - split), root(leaves[:split])]


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], expected_root: bytes
) -> bool:
    """Recompute the root from a leaf and its path (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, digest = index, size - 1, leaf_hash(leaf)
    for sibling in path:
        if last == 0:
            return False
        if position % 2 or position == last:
            digest = node_hash(sibling, digest)
            # A right-hand edge without a sibling of its own is carried up unhashed.
            while position % 2 == 0 and position:
                position, last = position // 2, last // 2
        else:
            digest = node_hash(digest, sibling)
        position, last = position // 2, last // 2
    return last == 0 and digest == expected_root


def _split(size: int) -> int:
    """Find the largest power of two below the size: the left subtree is always full."""
    return 1 << ((size - 1).bit_length() - 1)
