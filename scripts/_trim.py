"""Cut a style sheet down to what our own pages can ever match: most of it names classes we lack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["trimmed", "words_of"]

KINDS = (".html", ".js", ".py")
_WORD = re.compile(r"[\w-]+")
_CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
_ASIDE = re.compile(r":(?:not|is|where|has)\([^()]*(?:\([^()]*\)[^()]*)*\)")
_DECLARED = re.compile(r"(--[\w-]+)\s*:(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*;?")
_USE = re.compile(r"var\(\s*(--[\w-]+)")
_DARK = re.compile(r"\[data-bs-theme=[\"']?dark")


def words_of(folder: Path, *, without: Path) -> set[str]:
    """Every word in our templates, scripts and modules: a class of ours is one of them."""
    files = (p for p in folder.rglob("*") if p.suffix in KINDS and without not in p.parents)
    return {word for path in files for word in _WORD.findall(path.read_text("utf-8"))}


def trimmed(css: str, words: set[str], *, also: str = "") -> str:
    """The rules whose classes all are among `words`; variables that these or `also` use."""
    kept = "".join(_rules(css, words))
    while (fewer := _without_idle(kept, set(_USE.findall(kept + also)))) != kept:
        kept = fewer
    return re.sub(r"[^{}]+\{\s*\}", "", kept)


def _without_idle(css: str, used: set[str]) -> str:
    """Without the variables that nothing uses."""
    return _DECLARED.sub(lambda found: found[0] if found[1] in used else "", css)


def _rules(css: str, words: set[str]) -> Iterator[str]:
    for head, body in _blocks(css):
        if body is None or head.startswith(("@font-face", "@keyframes", "@page", "@-")):
            yield head + (";" if body is None else "{" + body + "}")
        elif head.startswith("@"):
            inside = "".join(_rules(body, words))
            if inside:
                yield f"{head}{{{inside}}}"
        else:
            fitting = [one for one in _split(head) if _fits(one, words)]
            if fitting:
                yield f"{','.join(fitting)}{{{body}}}"


def _blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """(selector or at-rule, what stands in its braces; None for a line such as @charset)."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    start = depth = opened = 0
    head = ""
    for found in re.finditer(r"[{};]|\"(?:\\.|[^\"])*\"|'(?:\\.|[^'])*'", css):
        sign = found[0]
        if sign == "{":
            if not depth:
                head, opened = css[start : found.start()].strip(), found.end()
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                yield head, css[opened : found.start()]
                start = found.end()
        elif sign == ";" and not depth:
            yield css[start : found.start()].strip(), None
            start = found.end()


def _split(selectors: str) -> Iterable[str]:
    return re.split(r",(?![^()]*\))", selectors)


def _fits(selector: str, words: set[str]) -> bool:
    if _DARK.search(selector):
        return False
    named = _CLASS.findall(_ASIDE.sub("", selector))
    return all(name.replace("\\", "") in words for name in named)
