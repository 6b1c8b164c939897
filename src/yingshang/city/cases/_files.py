"""Uploaded files: what they are is read from their bytes, not from their name."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from yingshang.city.accounts.service import no_space
from yingshang.city.cases.kinds import Refusal

__all__ = ["FileRow", "Upload", "path_of", "store", "sweep_parts", "uploads"]

PART = ".part-"  # files that are still being written
LARGEST = 10 * 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MIMES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": WORD,
    "xlsx": SHEET,
    "txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives: `material` is the code of the material that it stands for."""

    name: str
    data: bytes
    material: str = ""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that was checked and stored."""

    material: str
    name: str
    sha256: str
    size: int
    mime: str


def uploads(files: Iterable[Upload | tuple[str, bytes] | tuple[str, bytes, str]]) -> list[Upload]:
    """Uploads from what callers hand in: Upload, or (name, bytes[, material])."""
    return [file if isinstance(file, Upload) else Upload(*file) for file in files]


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    if "[Content_Types].xml" not in names or any("vbaProject" in name for name in names):
        return ""
    if "word/document.xml" in names:
        return WORD
    return SHEET if "xl/workbook.xml" in names else ""


def sniff(data: bytes) -> str:
    """The type that the bytes are of; '' for anything that is not taken."""
    if data.startswith(b"%PDF-"):
        return MIMES["pdf"]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return MIMES["png"]
    if data.startswith(b"\xff\xd8\xff"):
        return MIMES["jpg"]
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    return MIMES["txt"] if _is_text(data) else ""


def _is_text(data: bytes) -> bool:
    if b"\x00" in data or data.startswith((b"MZ", b"\x7fELF", b"#!", b"\xd0\xcf\x11\xe0")):
        return False
    head = data.lstrip()[:64].lower()
    if head.startswith((b"<!doctype", b"<html", b"<script", b"<svg", b"<?xml", b"{\\rtf")):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return all(char >= " " or char in "\r\n\t\f" for char in text)
    return False


def _short(name: str) -> str:
    """At most 200 characters, the ending kept: it says what the file is."""
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= 200 else f"{stem[:180]}{dot}{ending[:19]}"


def _check(upload: Upload) -> FileRow:
    name = _short(Path(upload.name.replace("\\", "/")).name.strip()) or _("未命名文件")
    what = {"name": name}
    if not upload.data:
        raise Refusal("file-empty", _("“%(name)s”是空文件，没有收下。请重新选择文件。") % what)
    if len(upload.data) > LARGEST:
        raise Refusal(
            "file-large",
            _("“%(name)s”超过 10 MB，没有收下。请压缩或分成几个文件后再上传。") % what,
        )
    promised = MIMES.get(name.rpartition(".")[2].lower()) if "." in name else None
    if promised is None:
        raise Refusal(
            "file-type",
            _("“%(name)s”的类型不能上传。请改为 pdf、png、jpg、docx、xlsx 或 txt 文件。") % what,
        )
    found = sniff(upload.data)
    if found != promised:
        raise Refusal(
            "file-disguised",
            _("“%(name)s”的内容与扩展名不符，没有收下。请用原来的软件另存为正确的类型后再上传。")
            % what,
        )
    digest = sha256(upload.data).hexdigest()
    return FileRow(upload.material, name, digest, len(upload.data), found)


def path_of(digest: str) -> Path:
    """Where the bytes with this content hash lie."""
    return Path(settings.FILES) / digest[:2] / digest


def store(files: Sequence[Upload]) -> list[FileRow]:
    """Check all files, then keep their bytes by content hash; nothing is kept if one is refused."""
    rows = [_check(upload) for upload in files]
    for row, upload in zip(rows, files, strict=True):
        path = path_of(row.sha256)
        if not path.exists() or path.stat().st_size != row.size:
            _keep(path, upload.data)
    return rows


def _keep(path: Path, data: bytes) -> None:
    """The bytes under their name whole, or nothing under it, whenever the power goes.

    They lie on the disk before a row can name them. Refusal 'disk-full' where there is no space.
    """
    part = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=PART)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        if part is not None:
            Path(part).unlink(missing_ok=True)
        if full := no_space(error):
            raise full from error
        raise


def sweep_parts(*, at: datetime) -> int:
    """Take away what killed uploads left half written more than a day before; how many."""
    old = (at - timedelta(days=1)).timestamp()
    left = [path for path in Path(settings.FILES).glob(f"*/{PART}*") if path.stat().st_mtime < old]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
