"""SM2 with SM3 (GB/T 32918, 32905) as a signer, through gmssl-pyx: an optional extra.

It signs bytes, detached. Seals inside a PDF (GB/T 38540) are not supported: no library makes them.
"""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from yingshang.adapters.signing._keys import PublicKey, _put

__all__ = ["SM2_ALGORITHM", "Sm2Signer", "sm2_available", "sm2_signer", "sm2_verify"]

SM2_ALGORITHM = "SM2-with-SM3"
PRIVATE = "sm2.key"  # 64 hex digits of the private and 128 of the public key


def _library() -> Any:
    try:
        import gmssl_pyx
    except ImportError:
        raise RuntimeError(
            "YINGSHANG_SIGNER=sm2 需要 gmssl-pyx。请执行 pip install 'yingshang[sm]' 后重启。"
        ) from None
    return gmssl_pyx


def sm2_available() -> bool:
    try:
        _library()
    except RuntimeError:
        return False
    return True


class Sm2Signer:
    """The same door as the Ed25519 signer; a signature is DER (r, s), and differs each time."""

    algorithm = SM2_ALGORITHM

    def __init__(self, private: bytes, public: bytes) -> None:
        self._private, self._point = private, public
        self.public = PublicKey(sha256(public).hexdigest()[:16], public.hex())

    def sign(self, message: bytes) -> str:
        return str(_library().sm2_sign(self._private, self._point, message).hex())


def sm2_signer(folder: Path) -> Sm2Signer:
    """The SM2 key in the folder; made at the first call. RuntimeError without the library."""
    path = folder / PRIVATE
    if not path.exists():
        public, private = _library().sm2_key_generate()
        folder.mkdir(parents=True, exist_ok=True)
        _put(path, f"{private.hex()}\n{public.hex()}\n".encode(), mode=0o600)
    return _loaded(path, os.stat(path).st_mtime_ns)


@lru_cache(maxsize=4)
def _loaded(path: Path, _changed: int) -> Sm2Signer:
    private, public = (bytes.fromhex(line) for line in path.read_text("ascii").split())
    if (len(private), len(public)) != (32, 64):
        raise ValueError(f"{path} 不是 SM2 私钥。")
    return Sm2Signer(private, public)


def sm2_verify(public: str, message: bytes, signature: str) -> bool:
    """True when the signature (hex of DER) is of the public key (128 hex digits)."""
    library = _library()
    try:
        return bool(library.sm2_verify(bytes.fromhex(public), message, bytes.fromhex(signature)))
    except (TypeError, ValueError, library.InvalidValueError, library.GmsslInnerError):
        return False
