"""Ed25519 signatures (RFC 8032) through `cryptography`; keys live as files under var/.

`STANDALONE`: the path of the receipt verifier that needs nothing of ours.
"""

from pathlib import Path

from yingshang.adapters.signing._keys import PublicKey, Signer, key_id, known_keys, signer, verify

__all__ = ["STANDALONE", "PublicKey", "Signer", "key_id", "known_keys", "signer", "verify"]

STANDALONE = Path(__file__).with_name("standalone.py")
