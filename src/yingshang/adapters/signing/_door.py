"""Which signer an installation uses for detached signatures: Ed25519, or SM2 where it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from yingshang.adapters.signing._keys import PublicKey, signer, verify
from yingshang.adapters.signing._sm2 import SM2_ALGORITHM, sm2_signer, sm2_verify

__all__ = ["ALGORITHMS", "Signs", "chosen_signer", "verify_with"]

ED25519 = "Ed25519"
ALGORITHMS = {"ed25519": ED25519, "sm2": SM2_ALGORITHM}


class Signs(Protocol):
    """Signs bytes; `algorithm` says how the signature is to be read."""

    algorithm: str
    public: PublicKey

    def sign(self, message: bytes) -> str:
        """The signature in hex digits."""
        ...


def chosen_signer(name: str, folder: Path) -> Signs:
    """By name (ed25519, sm2). ValueError for any other; RuntimeError where a library is missing."""
    if name == "ed25519":
        return signer(folder)
    if name == "sm2":
        return sm2_signer(folder)
    raise ValueError(f"YINGSHANG_SIGNER={name!r}：只能是 ed25519 或 sm2。")


def verify_with(algorithm: str, public: str, message: bytes, signature: str) -> bool:
    """True when the signature is proven. An algorithm that is not known proves nothing."""
    if algorithm == ED25519:
        return verify(public, message, signature)
    return algorithm == SM2_ALGORITHM and sm2_verify(public, message, signature)
