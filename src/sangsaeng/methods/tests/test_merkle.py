import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangsaeng.methods.merkle import inclusion_path, leaf_hash, root, verify_inclusion

# The reference leaves, roots and paths of the Certificate Transparency test suite.
REFERENCE_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
REFERENCE_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
BATCHES = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


@pytest.mark.parametrize("size", range(len(REFERENCE_ROOTS)))
def test_root_is_the_reference_one(size: int) -> None:
    assert root(REFERENCE_LEAVES[:size]).hex() == REFERENCE_ROOTS[size]


def test_leaf_hash_of_the_empty_leaf_is_the_reference_one() -> None:
    assert leaf_hash(b"").hex() == REFERENCE_ROOTS[1]


def test_inclusion_path_is_the_reference_one() -> None:
    path = inclusion_path(REFERENCE_LEAVES, 5)

    assert [digest.hex() for digest in path] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        REFERENCE_ROOTS[4],
    ]


@given(BATCHES, st.data())
def test_verify_inclusion_accepts_every_leaf_and_no_other(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path, sealed = inclusion_path(leaves, index), root(leaves)

    assert verify_inclusion(leaves[index], index, len(leaves), path, sealed)
    assert not verify_inclusion(leaves[index] + b"!", index, len(leaves), path, sealed)
    assert not verify_inclusion(leaves[index], index, len(leaves), path, b"\x00" * 32)
    assert not verify_inclusion(leaves[index], index, len(leaves), [*path, sealed], sealed)
    if path:
        assert not verify_inclusion(leaves[index], index, len(leaves), path[:-1], sealed)


@given(BATCHES, st.integers(0, 39), st.binary(max_size=4))
def test_root_changes_with_any_leaf(leaves: list[bytes], place: int, leaf: bytes) -> None:
    place %= len(leaves)
    changed = [*leaves[:place], leaf, *leaves[place + 1 :]]

    assert (root(changed) == root(leaves)) == (leaf == leaves[place])


def test_verify_inclusion_does_not_take_a_node_for_a_leaf() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")

    assert not verify_inclusion(left + right, 0, 1, [], root([b"a", b"b"]))
    assert root([b"a", b"b"]) == hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("index", [-1, 2])
def test_an_index_outside_the_batch_is_refused(index: int) -> None:
    leaves = [b"a", b"b"]

    with pytest.raises(IndexError):
        inclusion_path(leaves, index)
    assert not verify_inclusion(b"a", index, 2, inclusion_path(leaves, 0), root(leaves))
