"""Files are what their bytes are; a disguised one is refused and nothing is written."""

import io
import zipfile

import pytest
from case_items import FORM

from yingshang.city.accounts.kinds import Refusal
from yingshang.city.accounts.service import NotVisible
from yingshang.city.cases import service as cases

PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20


def office(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.fixture(autouse=True)
def files_here(settings, tmp_path):
    settings.FILES = tmp_path


def apply_with(lin, now, *files):
    return cases.open_case(
        item="test-permit",
        region="990100",
        form=FORM,
        party=lin.party,
        channel="web",
        by=lin,
        at=now,
        files=files,
    )


def test_a_file_is_kept_by_its_content_and_read_back(items, lin, zhou, qin, now):
    case = apply_with(lin, now, cases.Upload("场所证明.pdf", PDF, "address-proof"))
    (file,) = cases.case_for(zhou, case.ref).files
    assert file.material == "address-proof"
    view, path = cases.attachment(zhou, case.ref, file.id)
    assert path.read_bytes() == PDF
    assert view.mime == "application/pdf"
    with pytest.raises(NotVisible):
        cases.attachment(qin, case.ref, file.id)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.png", PNG),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 9),
        ("a.docx", office("word/document.xml")),
        ("a.xlsx", office("xl/workbook.xml")),
        ("a.txt", "住所：解放路1号".encode("gb18030")),
    ],
)
def test_the_types_of_an_office_are_taken(items, lin, now, name, data):
    assert len(apply_with(lin, now, (name, data)).files) == 1


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"MZ\x90\x00" + b"0" * 9, "file-disguised"),
        ("a.png", PDF, "file-disguised"),
        ("a.docx", office("word/document.xml", "word/vbaProject.bin"), "file-disguised"),
        ("a.docx", office("xl/workbook.xml"), "file-disguised"),
        ("a.txt", b"<html><script>", "file-disguised"),
        ("a.exe", b"MZ", "file-type"),
        ("a", PDF, "file-type"),
        ("a.pdf", b"", "file-empty"),
        ("a.pdf", PDF + b"0" * (10 * 1024 * 1024), "file-large"),
    ],
)
def test_anything_else_is_refused_in_a_sentence_and_no_case_is_opened(
    items, lin, now, name, data, code
):
    with pytest.raises(Refusal) as refusal:
        apply_with(lin, now, ("好的.pdf", PDF), (name, data))
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith("。")
    assert cases.queue(lin, at=now).total == 0


def test_a_path_in_a_file_name_is_only_a_name(items, lin, now):
    case = apply_with(lin, now, ("../../etc/passwd.pdf", PDF))
    assert case.files[0].name == "passwd.pdf"
