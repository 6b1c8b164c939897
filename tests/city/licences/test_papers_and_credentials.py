"""A licence leaves the platform: signed PDF, SD-JWT that others verify, a signed statement."""

import json
import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jwcrypto.jwk import JWK
from pypdf import PdfReader
from sd_jwt.verifier import SDJWTVerifier

from yingshang.adapters import paper, signing
from yingshang.city.accounts.kinds import NotVisible, Refusal
from yingshang.city.cases import service as cases
from yingshang.city.licences import service as licences
from yingshang.city.licences.models import Licence

URL = "https://city.example/verify/x/"
ORIGIN = "https://city.example"


@pytest.fixture
def keys(tmp_path, settings):
    settings.SIGNING = tmp_path / "keys"
    return settings.SIGNING


@pytest.fixture
def wallet(permit, lin, now, keys):
    return licences.credential(
        lin, permit.number, origin=ORIGIN, vct=f"{ORIGIN}/t", verify_url=URL, at=now
    )


def read_elsewhere(text):
    """What the reference implementation makes of it, with our published keys."""

    def key(issuer, header):
        assert issuer == ORIGIN
        found = next(k for k in licences.jwks()["keys"] if k["kid"] == header["kid"])
        return JWK.from_json(json.dumps(found))

    return SDJWTVerifier(text, key).get_verified_payload()


# --- PDF --------------------------------------------------------------------------------------


def test_the_pdf_is_signed_and_says_what_the_licence_says(permit, lin, now):
    name, pdf = licences.own_file(lin, permit.number, url=URL, at=now)
    text = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert name == f"食品经营许可证-{permit.number}.pdf"
    for words in (permit.number, permit.identifier, "餐饮服务经营者", "2031-03-01"):
        assert words in text.replace("\n", "")
    check = cases.check_voucher_file(pdf, at=now)
    assert (check.signed, check.intact, check.ours) == (True, True, True)


def test_one_changed_byte_in_the_pdf_is_found(permit, lin, now):
    _name, pdf = licences.own_file(lin, permit.number, url=URL, at=now)
    assert not cases.check_voucher_file(pdf[:300] + b"X" + pdf[301:], at=now).intact


def test_a_copy_checked_at_the_window_says_so_across_the_page(permit, lin, now):
    Licence.objects.filter(number=permit.number).update(grade="B")
    _name, pdf = licences.own_file(lin, permit.number, url=URL, at=now)
    assert "与原件核对无误" in PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_what_has_ended_is_stamped(permit, lin, ma, now):
    licences.revoke(number=permit.number, by=ma, at=now, reason="骗取")
    _name, pdf = licences.own_file(lin, permit.number, url=URL, at=now)
    assert "已撤销" in PdfReader(BytesIO(pdf)).pages[0].extract_text().replace(" ", "")


def test_words_of_an_applicant_are_never_read_as_layout(now):
    words = '#panic("x") #sys.inputs $x$ \\ *b*'
    sheet = paper.LicencePaper(
        title="证",
        city="青岚市",
        number="1",
        identifier="1",
        rows=(("名称", words), ("范围", "食品；" * 300)),
        signed_by="市局",
        dated="今日",
        seal_note="",
        url=URL,
        fine=(),
        at=now,
    )
    reader = PdfReader(BytesIO(paper.licence_pdf(sheet)))
    assert len(reader.pages) == 1
    assert "#panic" in reader.pages[0].extract_text()


def test_a_strangers_licence_cannot_be_taken_along(permit, qin, now, keys):
    with pytest.raises(NotVisible):
        licences.own_file(qin, permit.number, url=URL, at=now)
    with pytest.raises(NotVisible):
        licences.statement(qin, permit.number, verify_url=URL, at=now)
    with pytest.raises(NotVisible):
        licences.credential(qin, permit.number, origin=ORIGIN, vct=ORIGIN, verify_url=URL, at=now)


# --- SD-JWT -----------------------------------------------------------------------------------


def test_another_implementation_verifies_the_credential(wallet, permit):
    found = read_elsewhere(wallet)
    assert found["iss"] == ORIGIN
    assert found["vct"] == f"{ORIGIN}/t"
    assert found["number"] == permit.number
    assert found["identifier"] == permit.identifier
    assert found["kind"] == "餐饮服务经营者"
    assert found["verify"] == URL


def test_the_holder_discloses_one_line_and_the_others_cannot_be_read(wallet):
    shown = signing.disclosed(wallet, ["kind"])
    found = read_elsewhere(shown)
    assert found["kind"] == "餐饮服务经营者"
    assert not {"holder", "number", "identifier", "manager"} & set(found)
    assert set(found) == {"iss", "vct", "iat", "exp", "kind"}


def test_the_header_says_what_it_is(wallet):
    header = json.loads(signing._sd_jwt._bytes(wallet.split(".")[0]))
    assert (header["typ"], header["alg"]) == ("dc+sd-jwt", "EdDSA")
    assert header["kid"] == licences.jwks()["keys"][0]["kid"]


def test_it_runs_out_after_thirty_days_or_with_the_licence(permit, lin, now, wallet, keys):
    assert read_elsewhere(wallet)["exp"] == int((now + timedelta(days=30)).timestamp())
    late = now + timedelta(days=365 * 5 - 5)
    text = licences.credential(
        lin, permit.number, origin=ORIGIN, vct=ORIGIN, verify_url=URL, at=late
    )
    assert read_elsewhere(text)["exp"] < int((late + timedelta(days=10)).timestamp())


def test_what_is_not_in_force_gives_no_credential(permit, lin, ma, now, keys):
    licences.revoke(number=permit.number, by=ma, at=now, reason="骗取")
    with pytest.raises(Refusal):
        licences.credential(lin, permit.number, origin=ORIGIN, vct="t", verify_url=URL, at=now)


def test_our_key_set_holds_no_private_key(wallet):
    assert all("d" not in key for key in licences.jwks()["keys"])


def test_the_type_tells_a_wallet_what_its_lines_are_called(city, now):
    found = licences.type_metadata("food-permit", region=city, vct="v", at=now)
    labels = {c["path"][0]: c["display"][0]["label"] for c in found["claims"]}
    assert labels["kind"] == "主体业态"
    with pytest.raises(NotVisible):
        licences.type_metadata("nothing", region=city, vct="v", at=now)


names = st.text("abcdefghijklmnop_", min_size=1, max_size=12).filter(
    lambda n: n not in signing._sd_jwt.RESERVED
)
values = st.one_of(st.text(max_size=40), st.integers(), st.booleans(), st.none())


@given(st.dictionaries(names, values, max_size=8), st.data())
def test_whatever_is_hidden_comes_back_when_disclosed_and_only_then(tmp_path_factory, hidden, data):
    key = signing.signer(tmp_path_factory.getbasetemp() / "keys")
    text = signing.issue_sd_jwt(signer=key, claims={"iss": ORIGIN, "vct": "v"}, hidden=hidden)
    chosen = data.draw(st.sets(st.sampled_from(sorted(hidden)))) if hidden else set()
    shown = signing.disclosed(text, chosen)
    want = {"iss": ORIGIN, "vct": "v", **{n: hidden[n] for n in chosen}}
    assert signing.read_sd_jwt(shown, [key.public]).claims == want
    jwk = JWK.from_json(json.dumps(signing.jwk(key.public)))
    assert SDJWTVerifier(shown, lambda *_: jwk).get_verified_payload() == want


@given(st.integers(0), st.sampled_from("ABCxyz019_~."))
def test_a_changed_letter_is_found(tmp_path_factory, place, letter):
    key = signing.signer(tmp_path_factory.getbasetemp() / "keys")
    text = signing.issue_sd_jwt(signer=key, claims={"iss": "i"}, hidden={"a": 1, "b": 2})
    place %= len(text)
    bad = text[:place] + letter + text[place + 1 :]
    found = signing.read_sd_jwt(bad, [key.public])
    # base64 may spell the same bytes in two ways at the end of a part: then nothing was changed
    assert bad == text or found is None or found.claims == {"iss": "i", "a": 1, "b": 2}


def test_a_key_of_a_stranger_proves_nothing(tmp_path):
    ours, theirs = signing.signer(tmp_path / "a"), signing.signer(tmp_path / "b")
    text = signing.issue_sd_jwt(signer=theirs, claims={"iss": "i"}, hidden={"a": 1})
    assert signing.read_sd_jwt(text, [ours.public]) is None


def test_a_claim_of_the_standard_cannot_be_hidden(tmp_path):
    with pytest.raises(ValueError, match="disclosed"):
        signing.issue_sd_jwt(signer=signing.signer(tmp_path), claims={}, hidden={"exp": 1})


def test_a_wallets_key_can_be_bound(tmp_path):
    key = signing.signer(tmp_path)
    holder = {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}
    text = signing.issue_sd_jwt(signer=key, claims={}, hidden={}, holder_key=holder)
    assert signing.read_sd_jwt(text, [key.public]).claims == {"cnf": {"jwk": holder}}


# --- statement and signers --------------------------------------------------------------------


def test_a_statement_is_proven_and_any_other_word_is_not(permit, lin, now, keys):
    said = licences.statement(lin, permit.number, verify_url=URL, at=now)
    assert licences.check_statement(json.loads(json.dumps(said)))
    assert said["algorithm"] == "Ed25519"
    said["licence"]["status"] = "cancelled"
    assert not licences.check_statement(said)
    assert not licences.check_statement({"licence": {}})


def test_only_two_signers_are_known(tmp_path):
    with pytest.raises(ValueError, match="sm2"):
        signing.chosen_signer("rsa", tmp_path)


@pytest.fixture
def sm2(permit, lin, now, keys, settings):
    if not signing.sm2_available():
        pytest.skip("gmssl-pyx is not installed: pip install 'yingshang[sm]'")
    settings.SIGNER = "sm2"
    return licences.statement(lin, permit.number, verify_url=URL, at=now)


def test_a_city_that_asks_for_sm2_signs_with_sm2(sm2, keys):
    assert sm2["algorithm"] == "SM2-with-SM3"
    assert licences.check_statement(sm2)
    sm2["licence"]["grade"] = "D"
    assert not licences.check_statement(sm2)
    assert (keys / "sm2.key").stat().st_mode & 0o077 == 0


def test_openssl_verifies_our_sm2_signature(sm2, tmp_path):
    from yingshang.kernel import chain

    head = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d03420004")
    (tmp_path / "key.der").write_bytes(head + bytes.fromhex(sm2["public_key"]))
    (tmp_path / "sig").write_bytes(bytes.fromhex(sm2["signature"]))
    (tmp_path / "text").write_bytes(chain.canonical(sm2["licence"]))
    words = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin"]
    words += ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]
    words += ["-inkey", "key.der", "-in", "text", "-sigfile", "sig"]
    try:
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("openssl is not installed")
    if "unsupported" in done.stderr.lower() or "unknown" in done.stderr.lower():
        pytest.skip(f"this openssl knows no SM2: {done.stderr[:80]}")
    assert done.returncode == 0, done.stderr
