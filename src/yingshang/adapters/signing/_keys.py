"""The key of this installation: made once, read by its owner only, its public half kept for ever.

A folder holds `signing.key` (PKCS 8, PEM, mode 0600) and one `<id>.pub` (64 hex digits) for every
key that was ever used: what an old key signed can be checked after a new one took its place.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

__all__ = ["PublicKey", "Signer", "key_id", "known_keys", "signer", "verify"]

PRIVATE = "signing.key"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`id`: the first 16 hex digits of the SHA-256 of the 32 bytes; `hex`: those bytes."""

    id: str
    hex: str


class Signer:
    """Signs with the private key; the same message always gives the same signature."""

    algorithm = "Ed25519"

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = PublicKey(key_id(raw), raw.hex())

    def sign(self, message: bytes) -> str:
        """128 hex digits."""
        return self._private.sign(message).hex()


def key_id(public: bytes) -> str:
    """The short name of a public key."""
    return sha256(public).hexdigest()[:16]


def signer(folder: Path) -> Signer:
    """The key in the folder; made at the first call, by one of several processes that race.

    ValueError for a key file that holds no Ed25519 key, OSError where it cannot be read.
    """
    path = folder / PRIVATE
    if not path.exists():
        _make(path)
    stat = path.stat()
    return _loaded(path, stat.st_mtime_ns, stat.st_ino)


@lru_cache(maxsize=8)
def _loaded(path: Path, _changed: int, _inode: int) -> Signer:
    private = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError(f"{path} 不是 Ed25519 私钥。")
    found = Signer(private)
    public = path.with_name(f"{found.public.id}.pub")
    if not public.exists():
        _put(public, f"{found.public.hex}\n".encode(), mode=0o644)
    return found


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _put(path, text, mode=0o600)


def _put(path: Path, data: bytes, *, mode: int) -> None:
    """Whole or not at all, and never over a file that another process put there first."""
    part = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(part, path)
        except FileExistsError:
            return
    finally:
        part.unlink()


def known_keys(folder: Path) -> list[PublicKey]:
    """Every public key that was ever used here, by id; a file that holds none is passed over."""
    found = []
    for path in sorted(folder.glob("*.pub")) if folder.is_dir() else ():
        try:
            raw = bytes.fromhex(path.read_text("ascii").strip())
        except ValueError:
            continue
        if len(raw) == 32:
            found.append(PublicKey(key_id(raw), raw.hex()))
    return found


def verify(public: str, message: bytes, signature: str) -> bool:
    """True when `signature` (128 lower-case hex) on the message is of `public` (64 hex digits).

    Anything malformed is simply not proven.
    """
    try:
        key, raw = bytes.fromhex(public), bytes.fromhex(signature)
        if (len(key), len(raw)) != (32, 64) or raw.hex() != signature or key.hex() != public:
            return False
        Ed25519PublicKey.from_public_bytes(key).verify(raw, message)
    except (TypeError, ValueError, InvalidSignature):
        return False
    return True
