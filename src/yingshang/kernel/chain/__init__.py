"""Canonical bytes, hash chains, Merkle checkpoints and inclusion proofs. Pure."""

from ._canonical import canonical
from ._links import GENESIS, event_hash, first_broken_link
from ._merkle import TILE, Tree, inclusion_proof, merkle_root, tiles, verify_inclusion

__all__ = [
    "GENESIS",
    "TILE",
    "Tree",
    "canonical",
    "event_hash",
    "first_broken_link",
    "inclusion_proof",
    "merkle_root",
    "tiles",
    "verify_inclusion",
]
