"""What ninja cannot say of its own accord: problems, headers, the lines of the bulk push."""

from __future__ import annotations

import json
from typing import Any

from yingshang.surfaces.api import lines
from yingshang.surfaces.api import shapes as s
from yingshang.surfaces.api.problems import TITLES, TYPE

__all__ = ["finish", "text"]

REF = "#/components/schemas/"
COMMON = (400, 401, 403, 404, 422, 429, 500)
WITH_BODY = (409, 412, 413, 415, 503)
HEADERS = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    429: {"Retry-After": {"schema": {"type": "integer"}, "description": "秒"}},
}
_SUCCESS, _SAME = "成功", "没有变化（If-None-Match）"
TAG = {"ETag": {"schema": {"type": "string"}, "description": "内容的标签"}}
ETAG = {"ETag": {"schema": {"type": "string"}, "description": "办件的版本"}}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string", "maxLength": 40},
    "description": "读到的 ETag；办件已变化则 412",
}
NDJSON = "application/x-ndjson"


def finish(doc: dict[str, Any]) -> dict[str, Any]:
    """The whole description, as it is published. Plain JSON values only."""
    doc = json.loads(json.dumps(doc, default=str))
    schemas = doc["components"]["schemas"]
    for model in (s.Problem, lines.ReturnedCase, lines.ReturnedLine):
        made = model.model_json_schema(ref_template=REF + "{model}")
        schemas.update(made.pop("$defs", {}))
        schemas[model.__name__] = made
    for path, methods in doc["paths"].items():
        for method, operation in methods.items():
            _operation(path, method, operation)
    doc["components"]["schemas"] = dict(sorted(schemas.items()))
    return doc


def _operation(path: str, method: str, operation: dict[str, Any]) -> None:
    operation["operationId"] = operation["operationId"].rsplit("routes_", 1)[-1]
    responses = operation["responses"]
    if not operation.get("security"):
        _for_everybody(responses)
        return
    codes = COMMON if method in ("get", "delete") else COMMON + WITH_BODY
    for status in sorted(codes):
        responses[str(status)] = _problem(status)
    if path.endswith("returned-cases"):
        _lines(operation)
    if path.startswith("/cases/{ref}") and method == "post":
        operation["parameters"].append(IF_MATCH)
    if path == "/cases/{ref}" or (path.startswith("/cases") and method == "post"):
        responses["201" if path == "/cases" else "200"]["headers"] = ETAG
    for status, response in responses.items():
        if not response.get("description") or response["description"] in ("OK", "Created"):
            response["description"] = str(TITLES.get(int(status), "成功"))


def _for_everybody(responses: dict[str, Any]) -> None:
    """No key, so neither 401 nor 403; what did not change is not sent again."""
    for status in (400, 404, 422, 429, 500):
        responses[str(status)] = _problem(status)
    responses["200"]["headers"] = TAG
    responses["200"]["description"] = str(_SUCCESS)
    responses["304"] = {"description": str(_SAME), "headers": TAG}


def _problem(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": str(TITLES[status]),
        "content": {TYPE: {"schema": {"$ref": REF + "Problem"}}},
    }
    if status in HEADERS:
        found["headers"] = HEADERS[status]
    return found


def _lines(operation: dict[str, Any]) -> None:
    """Many bodies in one: a line each, an answer a line."""
    operation["requestBody"] = {
        "required": True,
        "description": "每行一个 ReturnedCase（不是 JSON 数组），最多 10000 行",
        "content": {NDJSON: {"schema": _many("ReturnedCase")}},
    }
    operation["responses"]["200"]["description"] = "每行一个 ReturnedLine，顺序与请求相同"
    operation["responses"]["200"]["content"] = {NDJSON: {"schema": _many("ReturnedLine")}}


def _many(name: str) -> dict[str, Any]:
    """OpenAPI 3.1 has no word for "one a line": an array is what generators understand."""
    return {"type": "array", "maxItems": 10_000, "items": {"$ref": REF + name}}


def text(doc: dict[str, Any]) -> str:
    """As it is published and committed."""
    return json.dumps(doc, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
