"""A page saved whole by a browser (.mht, .mhtml): its html, taken out of the letter around it."""

from email import message_from_bytes, policy
from email.message import Message

from ._charset import decode
from ._document import Unreadable

__all__ = ["page_of"]

_MOST_PARTS = 2000


def page_of(data: bytes, name: str) -> tuple[str, str]:
    """The markup of the saved page and its encoding; pictures and frames stay where they are."""
    letter = message_from_bytes(data, policy=policy.compat32)
    pages: list[tuple[int, bytes, str]] = []
    for place, part in enumerate(letter.walk()):
        if place >= _MOST_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = _body(part)
            pages.append((len(body), body, str(part.get_content_charset() or "")))
    if not pages:
        raise Unreadable(
            "empty",
            f"文件「{name}」是网页存档，里面没有网页正文；"
            "请在浏览器里打开原网页，另存为 html 后再导入。",
        )
    _size, body, charset = max(pages, key=lambda page: page[0])
    if charset:
        try:
            return body.decode("gb18030" if charset.startswith("gb") else charset), charset
        except (UnicodeError, LookupError):
            pass
    return decode(body, name)[:2]


def _body(part: Message) -> bytes:
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return b""
    return found if isinstance(found, bytes) else b""
