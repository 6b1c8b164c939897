"""Ed25519 signatures (RFC 8032) through `cryptography`; keys live as files under var/."""

from yingshang.adapters.signing._keys import PublicKey, Signer, key_id, known_keys, signer, verify

__all__ = ["PublicKey", "Signer", "key_id", "known_keys", "signer", "verify"]
