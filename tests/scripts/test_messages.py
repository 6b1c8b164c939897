"""Every sentence that the code marks is collected for the translator."""

import re

from messages import KEYWORDS, SOURCE, collect

ALIAS = re.compile(r"\bn?p?gettext(?:_lazy|_noop)? as (\w+)")


def test_every_name_that_marks_a_sentence_is_collected():
    names = {
        name for path in SOURCE.rglob("*.py") for name in ALIAS.findall(path.read_text("utf-8"))
    }
    assert {"_", "_lazy", "_t"} <= names
    assert names <= KEYWORDS.keys()


def test_a_sentence_marked_under_another_name_is_in_the_catalogue():
    assert collect().get("轮到本单位") is not None
