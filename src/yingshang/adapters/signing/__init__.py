"""Signatures: Ed25519 (RFC 8032) through `cryptography`, SM2 as an extra; SD-JWT; keys under var/.

`STANDALONE`: the path of the receipt verifier that needs nothing of ours.
"""

from pathlib import Path

from yingshang.adapters.signing._door import ALGORITHMS, Signs, chosen_signer, verify_with
from yingshang.adapters.signing._keys import PublicKey, Signer, key_id, known_keys, signer, verify
from yingshang.adapters.signing._sd_jwt import (
    Credential,
    disclosed,
    issue_sd_jwt,
    jwk,
    read_sd_jwt,
)
from yingshang.adapters.signing._sm2 import sm2_available

__all__ = [
    "ALGORITHMS",
    "STANDALONE",
    "Credential",
    "PublicKey",
    "Signer",
    "Signs",
    "chosen_signer",
    "disclosed",
    "issue_sd_jwt",
    "jwk",
    "key_id",
    "known_keys",
    "read_sd_jwt",
    "signer",
    "sm2_available",
    "verify",
    "verify_with",
]

STANDALONE = Path(__file__).with_name("standalone.py")
