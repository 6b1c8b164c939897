"""The shape of receipt, key and log files: read strictly, refused in one sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yingshang.city.cases.kinds import Refusal
from yingshang.kernel import chain

__all__ = ["keys_in", "log_entries", "read_receipt"]

LARGEST_RECEIPT = 64 * 1024
LARGEST_LOG = 64 * 1024 * 1024
BRACKETS = 16  # a receipt has seven; whoever nests deeper has something else in mind

_HEX64 = re.compile(r"[0-9a-f]{64}")
_TEXT, _HASH, _ID, _SIGNATURE, _MOMENT = "text", "hash", "id", "signature", "moment"
_KINDS = {
    _TEXT: re.compile(r"[^\x00-\x1f<>]{1,80}"),
    _HASH: _HEX64,
    _ID: re.compile(r"[0-9a-f]{16}"),
    _SIGNATURE: re.compile(r"[0-9a-f]{128}"),
    _MOMENT: re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00"),
}
RECEIPT = {
    "kind": "yingshang-receipt",
    "version": 1,
    "case": _TEXT,
    "seq": int,
    "event": _TEXT,
    "at": _MOMENT,
    "hash": _HASH,
    "digest": _HASH,
    "key": _ID,
}
HEAD = {
    "kind": "yingshang-checkpoint",
    "version": 1,
    "number": int,
    "cutoff": _MOMENT,
    "made": _MOMENT,
    "size": int,
    "total": int,
    "root": _HASH,
    "previous": "previous",
    "key": _ID,
}


def read_receipt(data: bytes) -> dict[str, Any]:
    """The receipt in a file, its shape checked; Refusal in one sentence for anything else."""
    if len(data) > LARGEST_RECEIPT:
        raise Refusal(
            "receipt-large", _("文件超过 64 KB，不是回执文件。请选择下载的回执文件（.json）。")
        )
    found = _json(data, BRACKETS)
    try:
        if type(found) is not dict or set(found) != {
            "receipt",
            "signature",
            "public_key",
            "inclusion",
        }:
            raise ValueError
        _shaped(found["receipt"], RECEIPT)
        _matches(found["signature"], _SIGNATURE)
        _matches(found["public_key"], _HASH)
        if found["inclusion"] is not None:
            _inclusion_shaped(found["inclusion"])
    except ValueError:
        raise Refusal(
            "receipt-unreadable",
            _("这不是本平台的回执文件，或者内容不全。请重新下载回执文件后再验。"),
        ) from None
    return dict(found)


def _json(data: bytes, brackets: int | None) -> Any:
    """Parsed strictly: no floats, no doubled keys, no depth."""
    unreadable = Refusal(
        "receipt-not-json", _("看不懂这个文件：它不是 JSON。请选择下载的回执文件（.json）。")
    )
    try:
        text = data.decode("utf-8-sig")
        if brackets is not None and text.count("{") + text.count("[") > brackets:
            raise Refusal(
                "receipt-deep",
                _("这个文件的结构不是回执的结构，没有验。请重新下载回执文件后再验。"),
            )
        return json.loads(text, object_pairs_hook=_once, parse_float=_no, parse_constant=_no)
    except (ValueError, RecursionError):
        raise unreadable from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("doubled key")
    return found


def _no(text: str) -> Any:
    raise ValueError(text)


def _matches(value: Any, kind: str) -> None:
    if type(value) is not str or not _KINDS[kind].fullmatch(value):
        raise ValueError(kind)
    if kind == _MOMENT:
        datetime.fromisoformat(value)


def _shaped(value: Any, shape: Mapping[str, Any]) -> None:
    """ValueError unless the object has exactly these members, of these kinds."""
    if type(value) is not dict or set(value) != set(shape):
        raise ValueError("members")
    for name, kind in shape.items():
        found = value[name]
        if kind is int:
            if type(found) is not int or not 0 <= found < 2**53:
                raise ValueError(name)
        elif kind == "previous":
            if found != chain.GENESIS:
                _matches(found, _HASH)
        elif kind in _KINDS:
            _matches(found, kind)
        elif type(found) is not type(kind) or found != kind:
            raise ValueError(name)


def _inclusion_shaped(value: Any) -> None:
    if type(value) is not dict or set(value) != {"index", "proof", "head", "signature"}:
        raise ValueError("inclusion")
    if type(value["index"]) is not int or not 0 <= value["index"] < 2**53:
        raise ValueError("index")
    if type(value["proof"]) is not list or len(value["proof"]) > 64:
        raise ValueError("proof")
    for step in value["proof"]:
        _matches(step, _HASH)
    _shaped(value["head"], HEAD)
    _matches(value["signature"], _SIGNATURE)


def keys_in(data: bytes) -> list[str]:
    """Public keys (hex) of a published key file or log; Refusal where there are none."""
    found = _json(data[:LARGEST_LOG], None)
    rows = found.get("keys") if type(found) is dict else found
    keys = [row.get("public") for row in rows if type(row) is dict] if type(rows) is list else []
    good = [key for key in keys if type(key) is str and _HEX64.fullmatch(key)]
    if not good:
        raise Refusal(
            "keys-missing", _("文件里没有公钥。请从政务服务平台的“公开校验点”页面下载公钥文件。")
        )
    return good


def log_entries(data: bytes) -> list[Any]:
    """The entries of a published log, unchecked; Refusal where the file is none."""
    log = _json(data[:LARGEST_LOG], None)
    entries = log.get("checkpoints") if type(log) is dict else None
    if type(entries) is not list:
        raise Refusal("log-unreadable", _("校验点记录文件看不懂。请从“公开校验点”页面重新下载。"))
    return entries


def is_entry(entry: Any) -> bool:
    """Whether an entry of the log is a head with a signature, as it should be."""
    try:
        _shaped(entry["head"], HEAD)
        _matches(entry["signature"], _SIGNATURE)
    except (KeyError, TypeError, ValueError):
        return False
    return True
