"""Chinese and Arabic numbers: 两, 一百二十, 百分之九十八点五, 1,200, 3.75."""

from ._text import kept

__all__ = ["CHINESE", "parse_number"]

CHINESE = "〇零一二三四五六七八九十百千两半"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)} | {"参": 3}
_STEPS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10_000, "亿": 100_000_000}


@kept(1024, 20)
def parse_number(text: str) -> int | float | None:
    """Answer the value of a number as printed; None where it is none. 半 is 0.5."""
    text = text.replace(",", "").replace(" ", "")
    if not text:
        return None
    if text[0].isascii():
        try:
            return float(text) if "." in text else int(text)
        except ValueError:
            return None
    if text == "半":
        return 0.5
    whole, dot, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not dot:
        return value
    digits = [_DIGITS.get(char) for char in fraction]
    if not digits or None in digits:
        return None
    return float(f"{value}.{''.join(str(digit) for digit in digits)}")


def _whole(text: str) -> int | None:
    if not text:
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _STEPS:
            section += (digit or 1) * _STEPS[char]
            digit = 0
        elif char in _SCALES:
            total = (total + section + digit) * _SCALES[char]
            section = digit = 0
        else:
            return None
    return total + section + digit
