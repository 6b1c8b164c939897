"""Word files that cannot or must not be read: one sentence each, and never the outside world."""

import struct
import time
import zipfile
from io import BytesIO

import pytest
from word_files import RELS, SPACES, p, packed, word

from yingshang.adapters.readers import Unreadable, read_document

pytestmark = pytest.mark.walk

GOOD = word(p("一、任务"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(600)


def laughing() -> bytes:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    return word(p("&l8;"), wrap=f'<!DOCTYPE w [<!ENTITY l0 "哈">{lol}]>')


def bomb() -> bytes:
    return word(p("一" * 30_000_000))


def many_members() -> bytes:
    return packed({f"word/{n}.xml": "" for n in range(6000)} | {"word/document.xml": "<a/>"})


def locked() -> bytes:
    """The flag of an encrypted member, in the local header and in the directory."""
    data = bytearray(GOOD)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            (flags,) = struct.unpack_from("<H", data, place + offset)
            struct.pack_into("<H", data, place + offset, flags | 1)
            place = data.find(mark, place + 4)
    return bytes(data)


def flipped() -> bytes:
    data = bytearray(GOOD)
    place = data.rfind(b"word/document.xml", 0, data.find(b"PK\x01\x02"))
    for i in range(place + 20, place + 90):
        data[i] ^= 0xFF
    return bytes(data)


def kind_of(mark: str) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", mark: "<x/>"})


BAD = {
    "password": (ole("EncryptedPackage"), "password", "密码"),
    "locked zip": (locked(), "password", "密码"),
    "old word": (ole("WordDocument"), "office", "另存为 docx"),
    "old excel": (ole("Workbook"), "office", "Excel"),
    "cut short": (GOOD[: len(GOOD) // 2], "broken", "损坏"),
    "flipped bytes": (flipped(), "broken", "损坏"),
    "no xml": (packed({"word/document.xml": "一、任务"}), "broken", "损坏"),
    "no body": (packed({"word/document.xml": f"<w:document {SPACES}/>"}), "broken", "损坏"),
    "no document": (packed({"_rels/.rels": RELS.format(main="word/x.xml")}), "broken", "损坏"),
    "bomb": (bomb(), "bomb", "大得不正常"),
    "members": (many_members(), "bomb", "大得不正常"),
    "entities": (laughing(), "entities", "实体"),
    "empty": (word(p()), "empty", "没有文字"),
    "excel": (kind_of("xl/workbook.xml"), "office", "Excel"),
    "slides": (kind_of("ppt/presentation.xml"), "office", "PPT"),
    "ofd": (kind_of("OFD.xml"), "office", "OFD"),
    "zip": (packed({"方案.txt": "一、任务"}), "archive", "解压"),
    "rtf": (b"{\\rtf1\\ansi " + b"x" * 900, "office", "RTF"),
    "word xml": (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', "office", "XML"),
}


@pytest.mark.parametrize("case", BAD, ids=list(BAD))
def test_it_is_refused_in_one_sentence(case):
    data, code, words = BAD[case]
    name = "方案.zip" if case == "zip" else "方案.docx"
    start = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_document(data, name)
    assert time.monotonic() - start < 5
    sentence = refused.value.sentence
    assert refused.value.code == code
    assert words in sentence
    assert name in sentence
    assert "请" in sentence
    assert sentence.count("。") == 1
    assert sentence.endswith("。")


def test_a_scanned_document_is_refused_with_advice():
    picture = "<w:r><w:drawing><a:blip r:embed='r5'/></w:drawing></w:r>"
    with pytest.raises(Unreadable) as refused:
        read_document(word(p(inner=picture)), "扫描.docx")
    assert refused.value.code == "scanned"
    assert "OCR" in refused.value.sentence


def test_nothing_outside_the_file_is_loaded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", "utf-8")
    evil = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(Unreadable) as refused:
        read_document(word(p("&x;"), wrap=evil), "方案.docx")
    assert refused.value.code == "entities"
    for part in ("numbering", "styles"):
        with pytest.raises(Unreadable):
            read_document(word(p("甲"), **{part: evil + f"<w:styles {SPACES}/>"}), "方案.docx")


def test_a_bomb_in_a_picture_is_never_unpacked():
    out = BytesIO(GOOD)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/media/1.png", bytes(3_000_000))
    assert read_document(out.getvalue(), "方案.docx").text == "一、任务"


def test_deep_nesting_is_refused_or_read_but_never_breaks():
    deep = "<w:sdt><w:sdtContent>" * 2000 + p("甲") + "</w:sdtContent></w:sdt>" * 2000
    with pytest.raises(Unreadable) as refused:
        read_document(word(deep), "方案.docx")
    assert refused.value.code == "broken"
    shallow = "<w:sdt><w:sdtContent>" * 90 + p("甲") + "</w:sdtContent></w:sdt>" * 90
    assert read_document(word(shallow), "方案.docx").text == "甲"
