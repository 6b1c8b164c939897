"""pdf files, read in a process of their own: its memory and time are limited, not ours."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from ._charset import tidy
from ._document import Document, Unreadable

__all__ = ["read_pdf"]

SECONDS = 45
_ROOT = str(Path(__file__).parents[3])
_AT_ONCE = BoundedSemaphore(2)
_SAYS = {
    "password": "加了打开密码，没有密码读不出内容；请去掉密码（用密码打开后另存）再导入",
    "broken": "已损坏或没有传完整，打不开；请在自己电脑上确认能打开，重新下载或另存后再导入",
    "scanned": "是扫描图片，没有可读的文字；请向发文单位要 Word 原文，或先做文字识别（OCR）再导入",
    "bomb": "打开时占用的内存或时间大得不正常，为安全起见没有读完；请另存为 docx 或 txt 后再导入",
    "garbled": "用了自造的字库，取出来的是乱码；请向发文单位要 Word 原文，或先做文字识别再导入",
}


def read_pdf(data: bytes, name: str) -> Document:
    """Answer the text of a pdf. Raises Unreadable."""
    found = _worked(data, name)
    code = found.get("refused", "")
    if code == "too-long":
        raise Unreadable(
            code,
            f"文件「{name}」有 {found['pages']} 页，文字超过一次能读的量（500 页、100 万字）；"
            "请只保留方案正文后再导入。",
        )
    if code:
        raise _refusal(code, name)
    if not found["chars"] or found["empty"] * 10 >= found["pages"] * 8:
        raise _refusal("scanned" if found["empty"] or found["pages"] else "broken", name)
    if found["lost"] * 5 > found["chars"]:
        raise _refusal("garbled", name)
    return Document(tidy(found["text"]), "pdf", "utf-8", tuple(_notes(found)))


def _notes(found: dict[str, Any]) -> list[str]:
    notes = []
    if found["dropped"]:
        notes.append("页眉、页脚和页码没有读入。")
    if found["empty"]:
        notes.append(f"有 {found['empty']} 页只有图片，图片里的文字没有读入，请对照原文补录。")
    if found["scans"] * 2 > found["pages"]:
        notes.append("页面是扫描图片，文字取自它的识别层，可能有错字，请对照原文核对。")
    if found["lost"]:
        notes.append(f"有 {found['lost']} 个字取不出来，请对照原文核对。")
    return notes


def _worked(data: bytes, name: str) -> dict[str, Any]:
    """What the reading process answers; one that was killed had a bomb."""
    command = [sys.executable, "-m", "yingshang.adapters.readers._pdf_worker"]
    path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
    with _AT_ONCE:
        try:
            done = subprocess.run(
                command,
                input=data,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env=os.environ | {"PYTHONPATH": path},
            )
        except subprocess.TimeoutExpired:
            raise _refusal("bomb", name) from None
    if done.returncode != 0:
        raise _refusal("bomb", name)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _refusal(code: str, name: str) -> Unreadable:
    return Unreadable(code, f"文件「{name}」{_SAYS[code]}。")
