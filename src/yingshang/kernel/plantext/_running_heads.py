"""Running heads: what a printer sets above or below every page, with its number."""

import re
from collections import defaultdict
from itertools import islice

__all__ = ["running_heads"]

_PAGE = re.compile(r"[-—–·]? ?\d{1,4} ?[-—–·]?")
_PRINTED = re.compile(r"公报|简报|汇编|文件汇|第#+期|第#+页|共#+页|^[-—\s]*#+\s*/\s*#+[-—\s]*$")
_ALONE = re.compile(
    r"[^,，。;；:：#]{2,16}公报|#+年第#+[期号](?:[(（]总第#+期[)）])?|第#+页(?:[,，/ ]*共#+页)?"
)
# without any of these a head can but be the title, three times at least
_HINT = re.compile(r"公报|简报|汇编|第[\d#]+[期页号]|共[\d#]+页")
_OF_PAGES = re.compile(r"[\d#]\s*/\s*[\d#]")
_BARE = re.compile(r"[\u4e00-\u9fff#()（）]{6,30}")
_RUN_IN = 2  # pages at least
_DIGITS = re.compile(r"\d+")
_LONGEST = 48
_OPENING = 3000  # characters among which the title stands

Span = tuple[int, int]


def running_heads(given: str) -> set[int]:
    """The characters of running heads and of the page numbers beside them, line ends included.

    A head stands several times, alike but for its digits; it says that it is one (公报,
    第3期, 第2页), or it is the title of the document beside the numbers of pages.
    """
    if not _HINT.search(given) and not ("/" in given and _OF_PAGES.search(given)):
        opening = (line.strip() for line in given[:_OPENING].split("\n"))
        first = list(islice((line for line in opening if line), 6))
        if not any("#" in line or given.count(line) > 2 for line in first if len(line) >= 8):
            return set()  # most papers
    lines = _filled(given)
    seen: dict[str, list[int]] = defaultdict(list)
    for place, (a, b) in enumerate(lines):
        if b - a <= _LONGEST:
            seen[_DIGITS.sub("#", given[a:b].strip())].append(place)
    title = [given[a:b].strip() for a, b in lines[:6] if b - a >= 8]
    gone: set[int] = set()
    for key, places in seen.items():
        if _DIGITS.sub("", key.replace("#", "")).strip(" -—·") == "":
            continue
        beside = all(_beside(given, lines, place) for place in places[1:])
        printed = _PRINTED.search(key) and (len(places) > 2 or (len(places) > 1 and beside))
        alone = _ALONE.fullmatch(key) and _beside(given, lines, places[0])
        foot = (
            len(places) > 2 and _BARE.fullmatch(key) and beside and _beside(given, lines, places[0])
        )
        if not (printed or alone or foot or (key in title and beside and len(places) > 2)):
            continue
        for place in places[key in title :]:
            gone.add(place)
            gone.update(_numbers(given, lines, place))
    dropped = {
        at for place in gone for at in range(lines[place][0], min(lines[place][1] + 1, len(given)))
    }
    return dropped | _run_in(given, [lines[n] for n in range(len(lines)) if n not in gone], title)


def _run_in(given: str, lines: list[Span], title: list[str]) -> set[int]:
    """A head that runs into the first line of its page: 「某某市人民政府文件 (一)科学布局…」."""
    found: set[int] = set()
    for key in title:
        if not _BARE.fullmatch(key):
            continue
        opens = [a for a, b in lines if b - a > len(key) + 1 and given.startswith(f"{key} ", a)]
        if len(opens) > _RUN_IN:
            found.update(at for a in opens for at in range(a, a + len(key) + 1))
    return found


def _filled(given: str) -> list[Span]:
    """The lines that hold anything."""
    found: list[Span] = []
    start = 0
    for line in given.split("\n"):
        if line and not line.isspace():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def _page(text: str) -> bool:
    short = text.strip() if len(text) <= _LONGEST else ""
    return 0 < len(short) <= 12 and _PAGE.fullmatch(short) is not None


def _beside(given: str, lines: list[Span], place: int) -> bool:
    return bool(_numbers(given, lines, place))


def _numbers(given: str, lines: list[Span], place: int) -> list[int]:
    """The page numbers next to a head, or but one line away."""
    return [
        near
        for near in (place - 2, place - 1, place + 1, place + 2)
        if 0 <= near < len(lines)
        and _page(given[slice(*lines[near])])
        and all(
            lines[between][1] - lines[between][0] <= _LONGEST
            for between in range(min(near, place) + 1, max(near, place))
        )
    ]
