"""Sentences for people are Chinese here, and marked: whoever shows one says it in the language of
its reader, out of the pattern and the words that stand in it (see `definitions.told`)."""


def _t(words: str) -> str:
    """These words are a message: `scripts/messages.py` collects them."""
    return words
