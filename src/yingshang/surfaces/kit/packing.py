"""Fewer bytes on the way: static files packed once and kept, pages packed as they leave."""

import gzip
import os
import re
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

__all__ = ["PackedPages", "PackedStatic"]

KINDS = (".css", ".js", ".svg", ".json", ".txt")
WORTH = 600  # bytes: less is not worth the work of unpacking
_GZIP, _ANY = re.compile(r"\bgzip\b"), re.compile("")


class PackedPages(GZipMiddleware):
    """Pages only: what the interface answers keeps its entity tag, and files are packed already.

    Secrets in a page (the form token) are masked anew each time, so its length tells nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class PackedStatic(WhiteNoiseMiddleware):
    """WhiteNoise with packed copies in var/packed: nobody has to run a build step first."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile:
        found = super().get_static_file(path, url, stat_cache)
        packed = _packed(Path(path))
        if packed is None:
            return found
        plain = {**dict(found.alternatives[-1][2]), "Vary": "Accept-Encoding"}
        size = {"Content-Encoding": "gzip", "Content-Length": str(packed.stat().st_size)}
        found.alternatives = [
            (_GZIP, str(packed), list({**plain, **size}.items())),
            (_ANY, path, list(plain.items())),
        ]
        return found


def _packed(path: Path) -> Path | None:
    """The packed copy of this very file; made if there is none. None where it is not worth it."""
    if path.suffix not in KINDS:
        return None
    known = path.stat()
    if known.st_size < WORTH:
        return None
    name = sha256(f"{path}\n{known.st_mtime_ns}\n{known.st_size}".encode()).hexdigest()
    packed = Path(settings.VAR) / "packed" / f"{name[:32]}.gz"
    if not packed.exists():
        try:
            _write(packed, gzip.compress(path.read_bytes(), 9, mtime=0))
        except OSError:  # a full disk: the file goes out as it is
            return None
    return packed


def _write(packed: Path, data: bytes) -> None:
    packed.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=packed.parent)
    with os.fdopen(number, "wb") as file:
        file.write(data)
    os.replace(name, packed)
