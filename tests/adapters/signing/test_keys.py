"""A key is made once, kept from others, and its public half outlives it."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from yingshang.adapters import signing


def test_a_signature_holds_for_its_message_and_key_only(tmp_path):
    ours, other = signing.signer(tmp_path / "a"), signing.signer(tmp_path / "b")
    signature = ours.sign(b"message")
    assert signing.verify(ours.public.hex, b"message", signature)
    assert not signing.verify(ours.public.hex, b"messagf", signature)
    assert not signing.verify(other.public.hex, b"message", signature)


def test_signing_twice_gives_one_signature(tmp_path):
    ours = signing.signer(tmp_path)
    assert ours.sign(b"x") == ours.sign(b"x")


def test_the_private_key_is_for_its_owner_only(tmp_path):
    signing.signer(tmp_path)
    assert stat.S_IMODE((tmp_path / "signing.key").stat().st_mode) == 0o600


def test_many_who_ask_at_once_get_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = {s.public.hex for s in pool.map(lambda _: signing.signer(tmp_path), range(32))}
    assert len(found) == 1
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".key", ".pub"]


def test_an_old_public_key_is_known_after_a_new_one_was_made(tmp_path):
    old = signing.signer(tmp_path).public
    (tmp_path / "signing.key").unlink()
    new = signing.signer(tmp_path).public
    assert new != old
    assert set(signing.known_keys(tmp_path)) == {old, new}
    assert signing.known_keys(tmp_path / "nowhere") == []


@pytest.mark.parametrize("signature", ["", "zz", "00" * 63, "AB" * 64, None, 5])
def test_a_malformed_signature_proves_nothing(tmp_path: Path, signature):
    assert not signing.verify(signing.signer(tmp_path).public.hex, b"m", signature)


@pytest.mark.parametrize("public", ["", "00" * 31, "zz" * 32, None])
def test_a_malformed_key_proves_nothing(tmp_path: Path, public):
    assert not signing.verify(public, b"m", signing.signer(tmp_path).sign(b"m"))


def test_a_file_that_is_no_key_is_refused(tmp_path):
    (tmp_path / "signing.key").write_text("not a key")
    with pytest.raises(ValueError, match="PEM"):
        signing.signer(tmp_path)
