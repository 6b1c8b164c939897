"""Roots and proofs by RFC 9162, against the RFC's own recursive definition."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingshang.kernel.chain import (
    TILE,
    Tree,
    inclusion_proof,
    merkle_root,
    tiles,
    verify_inclusion,
)

LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


def split_of(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 §2.1.1, as it is written there."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split_of(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 9162 §2.1.3.1, as it is written there."""
    if len(leaves) == 1:
        return []
    k = split_of(len(leaves))
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


@pytest.mark.parametrize("size", [*range(34), 63, 64, 65, 100])
def test_roots_and_every_proof_agree_with_the_recursion(size):
    leaves = [f"event {n}".encode() for n in range(size)]
    tree = Tree(leaves)
    assert len(tree) == size
    assert tree.root == merkle_root(leaves) == naive_root(leaves).hex()
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(leaves, index)
        assert proof == tuple(step.hex() for step in naive_path(index, leaves))
        assert verify_inclusion(leaf, index, size, proof, tree.root)


def test_known_roots():
    assert merkle_root([]) == sha256(b"").hexdigest()
    assert merkle_root([b""]) == (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


@given(LEAVES, st.data())
def test_any_changed_byte_breaks_the_proof(leaves, data):
    tree = Tree(leaves)
    index = data.draw(st.integers(0, len(leaves) - 1))
    leaf, proof = leaves[index], list(tree.proof(index))
    parts = [leaf, bytes.fromhex(tree.root), *map(bytes.fromhex, proof)]
    which = data.draw(st.sampled_from([n for n, part in enumerate(parts) if part]))
    at = data.draw(st.integers(0, len(parts[which]) - 1))
    flip = data.draw(st.integers(1, 255))
    part = bytearray(parts[which])
    part[at] ^= flip
    parts[which] = bytes(part)
    leaf, root, *steps = parts
    proof = [step.hex() for step in steps]
    assert not verify_inclusion(leaf, index, len(leaves), proof, root.hex())


@given(LEAVES.filter(lambda leaves: len(leaves) > 1), st.data())
@settings(max_examples=60)
def test_a_proof_serves_no_other_place_and_no_other_leaf(leaves, data):
    leaves = [n.to_bytes(2) + leaf for n, leaf in enumerate(leaves)]
    tree, size = Tree(leaves), len(leaves)
    places = st.integers(0, size - 1)
    index, other = data.draw(st.tuples(places, places).filter(lambda two: two[0] != two[1]))
    proof = tree.proof(index)
    assert not verify_inclusion(leaves[index], other, size, proof, tree.root)
    assert not verify_inclusion(leaves[other], index, size, proof, tree.root)


@given(LEAVES, st.data())
def test_a_longer_or_shorter_proof_proves_nothing(leaves, data):
    tree, size = Tree(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = tree.proof(index)
    assert not verify_inclusion(leaves[index], index, size, (*proof, "0" * 64), tree.root)
    if proof:
        assert not verify_inclusion(leaves[index], index, size, proof[:-1], tree.root)


def test_a_node_cannot_be_passed_off_as_a_leaf():
    leaves = [b"a", b"b", b"c", b"d"]
    left = b"".join(sha256(b"\x00" + leaf).digest() for leaf in leaves[:2])
    right = naive_root(leaves[2:]).hex()
    assert not verify_inclusion(left, 0, 2, [right], merkle_root(leaves))


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (-1, 2, ["00" * 32]),
        (2, 2, ["00" * 32]),
        (0, 0, []),
        (0, 2, ["00" * 31]),
        (0, 2, ["zz" * 32]),
        (0, 2, [None]),
        (0, 2, []),
        (0, 1, ["00" * 32]),
    ],
)
def test_anything_malformed_is_simply_not_proven(index, size, proof):
    assert not verify_inclusion(b"a", index, size, proof, merkle_root([b"a", b"b"]))


def test_one_proof_has_one_spelling():
    leaves = [b"a", b"b"]
    (step,) = inclusion_proof(leaves, 0)
    assert verify_inclusion(b"a", 0, 2, [step], merkle_root(leaves))
    assert not verify_inclusion(b"a", 0, 2, [step.upper()], merkle_root(leaves))


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_outside_the_tree_has_no_proof(index):
    with pytest.raises(IndexError):
        Tree([b"a", b"b", b"c"]).proof(index)


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 259, 511, 512, 513, 1024, 1300, 2049])
def test_a_tree_kept_as_tiles_gives_the_same_root_and_proofs(size):
    leaves = [f"event {n}".encode() for n in range(size)]
    whole, upper = Tree(leaves), Tree.over(list(tiles(leaves)))
    assert upper.root == whole.root
    for index in {0, 1, 254, 255, 256, 258, 511, 512, size - 2, size - 1} & set(range(size)):
        first = index - index % TILE
        tile = Tree(leaves[first : first + TILE])
        assert tile.proof(index % TILE) + upper.proof(index // TILE) == whole.proof(index)
