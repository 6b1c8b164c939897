"""The zip around a Word file: opened with limits, its parts found by their relations.

Nothing is unpacked but the parts that are read; names of elements are compared without their
namespace, since Word, WPS and the strict form of the standard use different ones.
"""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath

from lxml import etree

from ._document import Unreadable

__all__ = ["Package", "attribute", "child", "local", "safe"]

MOST_MEMBERS = 5000
LARGEST_PART = 64 * 1024 * 1024
LARGEST_RATIO = 150  # XML of a very long table comes to 60 or so
RATIO_COUNTS_FROM = 16 * 1024 * 1024
_PARSE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def local(node: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of that name, and so on down the path."""
    for name in path:
        if node is None:
            return None
        node = next((one for one in node if local(one) == name), None)
    return node


def attribute(node: etree._Element | None, name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if node is None:
        return None
    for key, value in node.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def safe(tree: etree._ElementTree, name: str) -> None:
    """No part of a Word file may declare a document type: that is where entities hide."""
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise Unreadable(
            "entities",
            f"文件「{name}」里夹带了 Word 不允许的实体声明，为安全起见没有读取；"
            "请用 Word 或 WPS 打开原文，另存为新的 docx 后再导入。",
        )


class Package:
    """An opened docx. ``name`` is the file's name, for the sentences."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, EOFError):
            raise self.broken() from None
        self._guard()
        self.members = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        self.main = self._main()

    def broken(self) -> Unreadable:
        """The refusal of a file that is damaged."""
        return Unreadable(
            "broken",
            f"文件「{self.name}」已损坏或没有传完整，打不开；"
            "请在自己电脑上确认能打开，另存为 docx 后重新导入。",
        )

    def _guard(self) -> None:
        infos = self._zip.infolist()
        if any(info.flag_bits & 1 for info in infos):
            raise Unreadable(
                "password",
                f"文件「{self.name}」加了密码，没有密码读不出内容；请去掉密码后再导入。",
            )
        size = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos) or 1
        bomb = size > RATIO_COUNTS_FROM and size / packed > LARGEST_RATIO
        if bomb or len(infos) > MOST_MEMBERS or size > 20 * LARGEST_PART:
            told = f"{size // 1048576} MB、{len(infos)} 件"
            raise Unreadable(
                "bomb",
                f"文件「{self.name}」解压后大得不正常（{told}），为安全起见没有打开；"
                "请用 Word 打开原文，另存为新的 docx 后再导入。",
            )

    def _main(self) -> str:
        """The part that holds the document, whatever it is called."""
        for kind, target in self.relations(""):
            if kind == "officeDocument":
                return target
        return "word/document.xml"

    def relations(self, part: str) -> Iterator[tuple[str, str]]:
        """Kind and target of what a part refers to inside the package."""
        folder, _slash, base = part.rpartition("/")
        name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        if name not in self.members:
            return
        for one in self.tree(name):
            kind, target = attribute(one, "Type"), attribute(one, "Target")
            if kind and target and attribute(one, "TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                yield kind.rpartition("/")[2], _normal(path)

    def part(self, kind: str) -> etree._Element | None:
        """The root of the part that the main part refers to under that kind, if there is one."""
        for found, target in self.relations(self.main):
            if found == kind and target in self.members:
                return self.tree(target)
        usual = f"{PurePosixPath(self.main).parent}/{kind}.xml"
        return self.tree(usual) if usual in self.members else None

    def open(self, name: str) -> BytesIO:
        """The bytes of a part, read with a ceiling."""
        info = self.members.get(name)
        if info is None:
            raise self.broken()
        try:
            with self._zip.open(info) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise self.broken() from None
        if len(data) > LARGEST_PART:
            raise Unreadable(
                "bomb",
                f"文件「{self.name}」的正文解压后超过 {LARGEST_PART // 1048576} MB，没有读取；"
                "请只保留方案正文，另存为 docx 后再导入。",
            )
        return BytesIO(data)

    def tree(self, name: str) -> etree._Element:
        """A part, parsed without entities and without the network."""
        try:
            tree = etree.parse(self.open(name), etree.XMLParser(**_PARSE))
        except etree.XMLSyntaxError:
            raise self.broken() from None
        safe(tree, self.name)
        return tree.getroot()

    def blocks(self) -> Iterator[etree._Element]:
        """The children of the body one after another, each dropped from memory when done with."""
        steps = etree.iterparse(self.open(self.main), events=("start", "end"), **_PARSE)
        body: etree._Element | None = None
        try:
            for event, node in steps:
                if event == "start":
                    if body is None and local(node) == "body":
                        safe(node.getroottree(), self.name)
                        body = node
                elif body is not None and node.getparent() is body:
                    yield node
                    node.clear()
        except etree.XMLSyntaxError:
            raise self.broken() from None
        if body is None:
            raise self.broken()


def _normal(path: str) -> str:
    parts: list[str] = []
    for piece in path.split("/"):
        if piece == "..":
            if parts:
                parts.pop()
        elif piece not in ("", "."):
            parts.append(piece)
    return "/".join(parts)
