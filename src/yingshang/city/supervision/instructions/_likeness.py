"""Whether a text repeats an instruction's words: its readers are few, an order's are many."""

import re
from difflib import SequenceMatcher

__all__ = ["copies"]

SENTENCE = 8  # characters: a shorter one (“请阅。”, “抓紧办理。”) is anybody's
RUN = 20  # characters taken over in one piece, whatever stands around them
_ENDS = re.compile(r"[。！？；!?;\r\n]+")
_MARKS = re.compile(r"[\W_]+")


def copies(words: str, text: str) -> bool:
    """A whole sentence, or a long piece of one, stands in ``text``; marks and breaks aside."""
    plain, said = _plain(text), _plain(words)
    sentences = [one for one in map(_plain, _ENDS.split(words)) if len(one) >= SENTENCE]
    if (len(said) >= SENTENCE and said in plain) or any(one in plain for one in sentences):
        return True
    found = SequenceMatcher(None, said, plain, autojunk=False).find_longest_match()
    return found.size >= RUN


def _plain(text: str) -> str:
    return _MARKS.sub("", text)
