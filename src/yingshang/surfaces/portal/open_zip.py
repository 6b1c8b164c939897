"""Everything that a city opens in one archive: each table with its metadata, and every hash."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from json import dumps
from typing import Any

from yingshang.city.accounts import service as accounts
from yingshang.city.indicators import service as indicators
from yingshang.city.indicators.service import OpenSum, OpenTable, OpenTerms
from yingshang.surfaces.portal.opendata import city_title, csvw

__all__ = ["archive"]

_DAY = (1980, 1, 1, 0, 0, 0)  # of every file in it: equal data makes an equal archive
_READ_ME = """{title}
{sample}
manifest.json  每个文件的 SHA-256、大小、行数和修订号
data/*.csv     表（UTF-8）；*.csv-metadata.json 是它的字段说明（CSVW）

许可：{licence} {url}
{basis}
核对：在解开的文件夹里执行 sha256sum -c SHA256SUMS
"""


_MADE_UP = """
演示数据：本市和这里的数都是虚构的，每一行的 sample 栏都写着“演示数据”，不能当真。
"""


def archive(region: str, found: Sequence[tuple[OpenTable, OpenSum]], terms: OpenTerms) -> bytes:
    """The same bytes for the same data."""
    files: dict[str, bytes] = {}
    tables: list[dict[str, Any]] = []
    for table, made in found:
        name = f"data/{table.code}.csv"
        files[name] = indicators.open_csv(table)
        about = csvw(table, made, terms, f"{table.code}.csv")
        files[f"{name}-metadata.json"] = _json(about)
        tables.append(
            {
                "id": f"{region}/{table.code}",
                "kind": str(table.kind),
                "title": table.title,
                "file": name,
                "rows": made.rows,
                "revision": made.revision,
                "modified": table.modified.isoformat() if table.modified else None,
            }
        )
    files["README.txt"] = _READ_ME.format(
        title=city_title(region),
        sample=_MADE_UP if accounts.is_fictional(region) else "",
        licence=terms.licence,
        url=terms.licence_url,
        basis=terms.basis,
    ).encode()
    listed = [
        {"path": name, "bytes": len(data), "sha256": sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    sums = "".join(f"{one['sha256']}  {one['path']}\n" for one in listed)
    manifest = {
        "region": region,
        "sample": accounts.is_fictional(region),
        "licence": terms.licence,
        "licence_url": terms.licence_url,
        "tables": tables,
        "files": listed,
    }
    return _packed({"manifest.json": _json(manifest), "SHA256SUMS": sums.encode(), **files})


def _packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            pack.writestr(zipfile.ZipInfo(name, _DAY), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _json(body: Any) -> bytes:
    return dumps(body, ensure_ascii=False, indent=1).encode()
