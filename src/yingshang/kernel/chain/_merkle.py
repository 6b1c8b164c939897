"""Merkle trees as in RFC 9162 §2.1: one root for many leaves, and proofs of inclusion.

Leaves are byte strings in a defined order. Leaf and node hashes differ in their first byte, so a
node can never be passed off as a leaf. Hashes are lower-case hex.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

__all__ = ["TILE", "Tree", "inclusion_proof", "merkle_root", "tiles", "verify_inclusion"]

TILE = 256
"""Leaves under one tile: a power of two, so that a tile is a node of the whole tree."""


def _leaf(data: bytes) -> bytes:
    return sha256(b"\x00" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree kept level by level: built once in O(n), then every proof costs O(log n).

    Joining neighbours and carrying an odd last one up gives the same tree as the RFC's split at
    the largest power of two.
    """

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._grow([_leaf(data) for data in leaves])

    @classmethod
    def over(cls, nodes: Sequence[bytes]) -> "Tree":
        """The upper part of a tree whose lower nodes (digests of `tiles`) are known."""
        tree = cls.__new__(cls)
        tree._grow(list(nodes))
        return tree

    def _grow(self, level: list[bytes]) -> None:
        self._levels = [level]
        while len(level) > 1:
            pairs = range(0, len(level) - 1, 2)
            joined = [_node(level[at], level[at + 1]) for at in pairs]
            level = joined + level[len(joined) * 2 :]
            self._levels.append(level)

    def __len__(self) -> int:
        return len(self._levels[0])

    @property
    def root(self) -> str:
        """The root; of no leaves, the hash of nothing (RFC 9162 §2.1.1)."""
        top = self._levels[-1]
        return top[0].hex() if top else sha256().hexdigest()

    def proof(self, index: int) -> tuple[str, ...]:
        """The sibling hashes from leaf `index` up to the root; IndexError outside the tree."""
        if not 0 <= index < len(self):
            raise IndexError(f"没有第 {index} 个叶子，共 {len(self)} 个。")
        path = []
        for level in self._levels[:-1]:
            if index ^ 1 < len(level):
                path.append(level[index ^ 1].hex())
            index >>= 1
        return tuple(path)


def tiles(leaves: Iterable[bytes]) -> Iterator[bytes]:
    """The nodes that each stand over TILE leaves (fewer under the last), in order.

    What has to be kept of a tree of any size: with one tile's leaves and these nodes every proof
    is `Tree(leaves of the tile).proof(index % TILE) + Tree.over(nodes).proof(index // TILE)`,
    and the root is `Tree.over(nodes).root`. Memory: one tile.
    """
    held: list[bytes] = []
    for leaf in leaves:
        held.append(leaf)
        if len(held) == TILE:
            yield bytes.fromhex(Tree(held).root)
            held = []
    if held:
        yield bytes.fromhex(Tree(held).root)


def merkle_root(leaves: Sequence[bytes]) -> str:
    """The Merkle root of the leaves in their order."""
    return Tree(leaves).root


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[str, ...]:
    """The proof that `leaves[index]` is in the tree. For many proofs keep a `Tree`."""
    return Tree(leaves).proof(index)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[str], root: str) -> bool:
    """True when `leaf` is number `index` of `size` leaves under `root` (RFC 9162 §2.1.3.2).

    Anything malformed (hex of another length, an index outside the tree) is simply not proven.
    """
    if not 0 <= index < size:
        return False
    at, last, reached = index, size - 1, _leaf(leaf)
    for step in proof:
        sibling = _digest(step)
        if sibling is None or last == 0:
            return False
        if at & 1 or at == last:
            reached = _node(sibling, reached)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            reached = _node(reached, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and reached.hex() == root


def _digest(text: str) -> bytes | None:
    """32 bytes from 64 lower-case hex digits, else None: one proof has one spelling."""
    try:
        digest = bytes.fromhex(text)
    except (TypeError, ValueError):
        return None
    return digest if len(digest) == 32 and digest.hex() == text else None
