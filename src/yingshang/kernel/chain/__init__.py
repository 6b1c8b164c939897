"""Canonical bytes, hash chains, Merkle checkpoints and inclusion proofs. Pure."""

from ._canonical import canonical
from ._links import GENESIS, event_hash, first_broken_link
from ._merkle import Tree, inclusion_proof, merkle_root, verify_inclusion

__all__ = [
    "GENESIS",
    "Tree",
    "canonical",
    "event_hash",
    "first_broken_link",
    "inclusion_proof",
    "merkle_root",
    "verify_inclusion",
]
