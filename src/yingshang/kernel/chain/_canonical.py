"""One byte string for one value, so that a hash means something to everybody.

JSON by RFC 8785 (JCS) with integers as the only numbers: keys sorted by UTF-16 code units, no
space, UTF-8. Floats are refused, for their text differs between languages; amounts travel as
integers or text.
"""

import json
from typing import Any

__all__ = ["canonical"]

_SAFE = 2**53 - 1
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def canonical(obj: Any) -> bytes:
    """Canonical JSON of None, bool, int (|n| < 2**53), str, list or tuple, dict with str keys.

    TypeError for any other type (floats, dates, Decimals), ValueError for an integer that
    JSON readers cannot hold and for text with a lone surrogate.
    """
    return _encode(_ordered(obj)).encode("utf-8")


def _ordered(obj: Any) -> Any:
    """The same value, checked, with every dict in key order."""
    kind = type(obj)
    if kind is str or obj is None or kind is bool:
        return obj
    if kind is int:
        if -_SAFE <= obj <= _SAFE:
            return obj
        raise ValueError(f"整数 {obj} 超出 JSON 能安全表示的范围，请改用文本。")
    if kind is dict:
        return {key: _ordered(obj[key]) for key in sorted(obj, key=_utf16)}
    if kind is list or kind is tuple:
        return [_ordered(item) for item in obj]
    if isinstance(obj, str):
        return str.__str__(obj)
    raise TypeError(f"{kind.__name__} 没有规范的 JSON 写法，请先转换为文本或整数。")


def _utf16(key: Any) -> str | bytes:
    """Sort key of a JSON name: UTF-16 code units (plain text order within the first plane)."""
    if type(key) is not str:
        raise TypeError(f"JSON 的键必须是文本，不能是 {type(key).__name__}。")
    return key.encode("utf-16-be")
