"""PAdES signatures on PDF, with a certificate that the platform made for itself.

A changed byte is found by anybody's PDF reader. The certificate vouches for no authority: it says
that this platform wrote the file. No network is asked, neither to sign nor to check.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pyhanko.sign import signers

__all__ = ["SignatureCheck", "check_pdf", "keys_in", "sign_pdf"]

KEY, CERTIFICATE = "paper.key.pem", "paper.crt.pem"
YEARS = 10


@dataclass(frozen=True)
class SignatureCheck:
    """`intact`: every byte is as it was signed; `ours`: with the certificate at hand."""

    signed: bool
    intact: bool
    ours: bool


def keys_in(folder: Path, *, name: str, at: datetime) -> tuple[Path, Path]:
    """Paths of key and certificate, made once (RSA 3072, self-signed, valid ten years)."""
    key_path, certificate_path = folder / KEY, folder / CERTIFICATE
    if key_path.exists() and certificate_path.exists():
        return key_path, certificate_path
    folder.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=3660))  # papers of a simulated past are signed too
        .not_valid_after(at + timedelta(days=366 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _keep(key_path, private)
    _keep(certificate_path, certificate.public_bytes(serialization.Encoding.PEM))
    return key_path, certificate_path


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _keep(path: Path, data: bytes) -> None:
    """Written whole or not at all, readable by us alone."""
    part = path.with_suffix(f".{os.getpid()}.part")
    part.touch(mode=0o600)
    part.write_bytes(data)
    part.replace(path)


@lru_cache(maxsize=4)
def _signer(key: Path, certificate: Path) -> signers.SimpleSigner:
    from pyhanko.sign import signers  # half a second to import: here, and not at every start

    found = signers.SimpleSigner.load(str(key), str(certificate))
    if found is None:
        raise ValueError(f"{key} and {certificate} do not make a signer")
    return found


def sign_pdf(pdf: bytes, *, key: Path, certificate: Path, reason: str, at: datetime) -> bytes:
    """The PDF with a PAdES-B signature; about 20 ms."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    meta = signers.PdfSignatureMetadata(
        field_name="Signature1",
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    signer = signers.PdfSigner(meta, signer=_signer(key, certificate))
    out = signer.sign_pdf(writer)
    return bytes(out.getvalue())


def check_pdf(pdf: bytes, *, certificate: Path) -> SignatureCheck:
    """Whether the file is as it was signed, and by us; never raises for a damaged file."""
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = reader.embedded_signatures
        if not signatures:
            return SignatureCheck(False, False, False)
        trusted = load_cert_from_pemder(str(certificate))
        moment = signatures[0].self_reported_timestamp or trusted.not_valid_before
        context = ValidationContext(trust_roots=[trusted], allow_fetching=False, moment=moment)
        status = validate_pdf_signature(signatures[0], context)
    except Exception:  # whatever a damaged file makes the reader say, it is not intact
        return SignatureCheck(True, False, False)
    whole = status.coverage is not None and status.coverage.name == "ENTIRE_FILE"
    return SignatureCheck(True, bool(status.intact and status.valid and whole), status.trusted)
