"""Files in pdf that cannot be read: one sentence each, in bounded time and memory."""

import time
import zlib
from io import BytesIO

import pytest
from papers import typeset
from pypdf import PdfReader, PdfWriter

from yingshang.adapters.readers import Unreadable, read_document

pytestmark = pytest.mark.walk

GOOD = typeset("一、主要任务\n\n（一）压缩企业开办时间。企业开办2个工作日内办结。")


def locked(user: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(GOOD)))
    writer.encrypt(user_password=user, owner_password="所有者", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def raw(objects: list[bytes]) -> bytes:
    """A pdf written by hand; the cross-reference table is left out, as damaged files have it."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate(objects, start=1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF"


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def one_page(content: bytes, resources: bytes = b"<< >>", *more: bytes) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>"
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page % resources,
            content,
            *more,
        ]
    )


def picture_only() -> bytes:
    image = stream(
        b"\x80" * 64,
        b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray",
    )
    draw = stream(b"q 595 0 0 842 0 0 cm /I Do Q")
    return one_page(draw, b"<< /XObject << /I 5 0 R >> >>", image)


def burst() -> bytes:
    """A content stream that unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"q Q " * 250_000) for _mega in range(1000)]
    return one_page(stream(b"".join([*parts, packer.flush()]), b"/Filter /FlateDecode"))


def nested() -> bytes:
    return one_page(stream(b"[" * 2_000_000 + b"q " * 2_000_000))


def circle() -> bytes:
    form = stream(
        b"/F Do /F Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >>",
    )
    return one_page(stream(b"/F Do"), b"<< /XObject << /F 5 0 R >> >>", form)


def pages_of_themselves() -> bytes:
    return raw(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999 >>",
        ]
    )


BAD = {
    "password": (locked("秘密"), {"password"}, "密码"),
    "picture": (picture_only(), {"scanned"}, "OCR"),
    "nothing": (one_page(stream(b"")), {"scanned"}, "没有可读的文字"),
    "cut short": (GOOD[:400], {"broken"}, "损坏"),
    "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 90, {"broken"}, "损坏"),
    "bomb": (burst(), {"bomb", "scanned", "too-long"}, "请"),
    "nested": (nested(), {"bomb", "scanned", "broken"}, "请"),
    "circle": (circle(), {"bomb", "scanned", "broken"}, "请"),
    "pages": (pages_of_themselves(), {"bomb", "scanned", "broken", "too-long"}, "请"),
}


@pytest.mark.parametrize("case", BAD, ids=list(BAD))
def test_it_is_refused_in_one_sentence(case):
    data, codes, words = BAD[case]
    start = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_document(data, "方案.pdf")
    assert time.monotonic() - start < 30
    sentence = refused.value.sentence
    assert refused.value.code in codes
    assert words in sentence
    assert "方案.pdf" in sentence
    assert sentence.count("。") == 1
    assert sentence.endswith("。")


def test_an_owners_password_only_does_not_keep_it_from_being_read():
    assert "企业开办2个工作日内办结" in read_document(locked(""), "方案.pdf").text


def test_a_broken_directory_is_mended():
    place = GOOD.rindex(b"startxref")
    assert "压缩企业开办时间" in read_document(GOOD[:place] + b"startxref\n9\n%%EOF", "a.pdf").text


def test_what_stands_before_the_head_does_not_matter():
    assert "压缩企业开办时间" in read_document(b"\xef\xbb\xbf\r\n" + GOOD, "a.txt").text
