"""SD-JWT (RFC 9901): claims that a holder discloses one by one, signed once by the issuer.

Issuer-signed JWT with `typ` dc+sd-jwt, EdDSA over Ed25519, SHA-256 digests of salted disclosures.
No library of ours is needed to read one: tests verify it with the reference implementation.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from yingshang.adapters.signing._keys import PublicKey, Signer, verify

__all__ = ["Credential", "disclosed", "issue_sd_jwt", "jwk", "read_sd_jwt"]

ALGORITHM, TYPE = "EdDSA", "dc+sd-jwt"
RESERVED = frozenset({"_sd", "_sd_alg", "...", "iss", "nbf", "exp", "cnf", "vct", "status"})


@dataclass(frozen=True)
class Credential:
    """What a presentation says once its signature is proven."""

    kid: str
    claims: dict[str, Any]  # disclosed and always-visible ones together


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def issue_sd_jwt(
    *,
    signer: Signer,
    claims: Mapping[str, Any],
    hidden: Mapping[str, Any],
    holder_key: Mapping[str, Any] | None = None,
) -> str:
    """`claims` are always visible (iss, vct, iat …); each of `hidden` is disclosed or not."""
    taken = RESERVED & set(hidden) or set(claims) & set(hidden)
    if taken:
        raise ValueError(f"{sorted(taken)} cannot be disclosed selectively")
    disclosures = [_disclosure(name, value) for name, value in hidden.items()]
    payload = {**claims, "_sd": sorted(map(_digest, disclosures)), "_sd_alg": "sha-256"}
    if holder_key is not None:
        payload["cnf"] = {"jwk": dict(holder_key)}
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": signer.public.id}
    signed = f"{_text(_json(header))}.{_text(_json(payload))}"
    signature = _text(bytes.fromhex(signer.sign(signed.encode())))
    return "~".join([f"{signed}.{signature}", *disclosures, ""])


def _disclosure(name: str, value: Any) -> str:
    return _text(_json([_text(secrets.token_bytes(16)), name, value]))


def _digest(disclosure: str) -> str:
    return _text(sha256(disclosure.encode()).digest())


def disclosed(text: str, names: Iterable[str]) -> str:
    """The presentation that shows only the claims named: what a wallet makes of it."""
    wanted = set(names)
    head, *rest = text.split("~")
    kept = [d for d in rest if d and json.loads(_bytes(d))[1] in wanted]
    return "~".join([head, *kept, ""])


def read_sd_jwt(text: str, keys: Iterable[PublicKey]) -> Credential | None:
    """The claims of a presentation by one of these keys; None where anything does not fit.

    Time is not looked at, and a key-binding JWT is not expected.
    """
    try:
        head, *rest = text.split("~")
        signed, _dot, signature = head.rpartition(".")
        header, payload = (json.loads(_bytes(part)) for part in signed.split("."))
        key = next((one for one in keys if one.id == header["kid"]), None)
        right = (header["alg"], header["typ"], rest[-1]) == (ALGORITHM, TYPE, "")
        if key is None or not right:
            return None
        if not verify(key.hex, signed.encode(), _bytes(signature).hex()):
            return None
        found, digests = {}, set(payload.pop("_sd"))
        for disclosure in rest[:-1]:
            _salt, name, value = json.loads(_bytes(disclosure))
            if _digest(disclosure) not in digests or name in payload or name in found:
                return None
            found[name] = value
        payload.pop("_sd_alg")
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None
    return Credential(key.id, {**payload, **found})


def jwk(key: PublicKey) -> dict[str, str]:
    """A public key as RFC 8037 writes it."""
    x = _text(bytes.fromhex(key.hex))
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": x,
        "kid": key.id,
        "use": "sig",
        "alg": ALGORITHM,
    }
