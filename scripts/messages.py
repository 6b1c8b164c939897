"""Keep the English catalogue in step with the code: `.venv/bin/python scripts/messages.py [check]`.

Messages are written in Chinese in Python and in templates; this collects them (Django's own
`makemessages` needs gettext, which a bare Debian has not), keeps the translations that exist and
writes the .po file. `make setup` compiles it. With `check` nothing is written: exit 1 and the list
if a message has no English.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "yingshang"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "_lazy": None,
    "_t": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}
# which labels of data/base are shown through `definitions.said`: files → keys.
# A key with a dot is that of the declaration itself, not of what lies in it: of a service its name,
# not those of its fields and materials, which are many, and which nobody reads in English yet.
DECLARED = {
    "indicators/*": {".name", ".topic", "item_name"},
    "metrics/*": {".name"},
    "items/*": {".name"},
    "ladders/*": {"name", "document"},
    "extents/*": {"name"},
    "tasklamps/*": {"name", "word", "says", "words"},
    "appraisals/*": {"name", "says"},
    "watchs/*": {"name"},
    "bulletins/*": {"name"},
    "items/plan-task": {"name"},
    "items/supervision-order": {"name", "answer"},
    "items/walk-through": {"name"},
    "items/rating-rectification": {"name"},
}
HEADER = "# English of Yingshang. Kept in step with the code by scripts/messages.py."
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def texts() -> list[tuple[Path, str]]:
    """Every file that may hold messages, as Python source."""
    found = [(path, path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))]
    for path in sorted(SOURCE.rglob("*.html")):
        source = templatize(path.read_text("utf-8"), origin=str(path))
        # a template's indentation means nothing to Python
        found.append((path, "\n".join(line.strip() for line in source.splitlines())))
    return found


def declared() -> Iterator[tuple[Path, str]]:
    """Labels of the declarations, with their file."""
    for files, keys in DECLARED.items():
        for path in sorted((SOURCE / "data" / "base").glob(f"{files}.yaml")):
            body = yaml.safe_load(path.read_text("utf-8"))
            for one in body if isinstance(body, list) else [body]:
                for label in (*_labels(one, keys), *_own(one, keys)):
                    yield path, label


def _own(body: dict[str, Any], keys: set[str]) -> Iterator[str]:
    """Labels of a declaration itself; one that is made for many is named by `definitions.said`."""
    named = (body.get(key[1:]) for key in keys if key.startswith("."))
    yield from (label for label in named if label and "{" not in label)


def _labels(body: object, keys: set[str], *, wanted: bool = False) -> Iterator[str]:
    if isinstance(body, dict):
        for key, value in body.items():
            yield from _labels(value, keys, wanted=wanted or key in keys)
    elif isinstance(body, list):
        for value in body:
            yield from _labels(value, keys, wanted=wanted)
    elif wanted and isinstance(body, str):
        yield body


def found() -> Iterator[tuple[str, str | tuple[str, str]]]:
    """Every message that holds Chinese characters, with its file; a pair has a form for many."""
    for path, source in texts():
        stream = io.BytesIO(source.encode("utf-8"))
        options = {"encoding": "utf-8"}
        for _line, function, messages, _notes in extract_python(stream, KEYWORDS, [], options):
            message = _message(function, messages)
            if message and HAN.search(message if isinstance(message, str) else message[0]):
                yield path.relative_to(ROOT).as_posix(), message
    for path, label in declared():
        if HAN.search(label):
            yield path.relative_to(ROOT).as_posix(), label


def collect() -> Catalog:
    """A fresh catalogue of all messages that hold Chinese characters."""
    catalog = Catalog(locale="en", header_comment=HEADER, fuzzy=False)
    for place, message in found():
        catalog.add(message, locations=[(place, 0)], flags=())
    return catalog


def _message(function: str, messages: object) -> str | tuple[str, str] | None:
    if isinstance(messages, str):
        return messages
    if isinstance(messages, tuple) and function.startswith("ngettext"):
        first, second = messages[:2]
        return (first, second) if isinstance(first, str) and isinstance(second, str) else None
    if isinstance(messages, tuple) and messages and isinstance(messages[0], str):
        return messages[0]
    return None


def is_translated(message: Message) -> bool:
    """True where every form of a message has its English."""
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def merge(fresh: Catalog, known: Catalog) -> None:
    """Carry the translations over; what the code no longer says is dropped."""
    for message in fresh:
        old = known.get(message.id[0] if isinstance(message.id, tuple) else message.id)
        if message.id and old is not None and old.pluralizable == message.pluralizable:
            message.string = old.string


def main(arguments: list[str]) -> int:
    settings.configure(USE_I18N=True)
    fresh = collect()
    if PO.exists():
        with PO.open("rb") as file:
            merge(fresh, read_po(file, locale="en"))
    missing = [m for m in fresh if m.id and not is_translated(m)]
    for message in missing:
        print(message.id if isinstance(message.id, str) else message.id[0])
    print(f"{len(fresh) - len(missing)} of {len(fresh)} messages are in English.", file=sys.stderr)
    if arguments == ["check"]:
        return 1 if missing else 0
    PO.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, fresh, width=100, sort_output=True, omit_header=False, no_location=True)
    text = re.sub(
        r'"(?!Language|Plural|MIME|Content)[\w-]+: [^"]*\\n"\n', "", buffer.getvalue().decode()
    )
    PO.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
