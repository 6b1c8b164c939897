"""Small PNG files of flat pictures: at most 256 colours, packed hard. Standard library only."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from pathlib import Path

__all__ = ["beside"]

_MAGIC = b"\x89PNG\r\n\x1a\n"
Colour = tuple[int, int, int]


def beside(files: list[Path], into: Path, *, gap: int, ground: Colour = (255, 255, 255)) -> int:
    """Pictures of one height in one row, `gap` pixels apart, in at most 256 colours.

    Takes 8-bit RGB or RGBA files; answers the size of the new one.
    """
    pictures = [_read(file.read_bytes()) for file in files]
    (height,) = {h for _width, h, _pixels in pictures}
    width = sum(w for w, _height, _pixels in pictures) + gap * (len(pictures) - 1)
    pixels: list[Colour] = []
    for y in range(height):
        for place, (w, _height, inside) in enumerate(pictures):
            pixels += [ground] * gap * bool(place)
            pixels += inside[y * w : (y + 1) * w]
    return _write(into, width, height, pixels)


def _write(file: Path, width: int, height: int, pixels: list[Colour]) -> int:
    counted = Counter(pixels)
    palette = _palette(counted)
    nearest = {colour: _nearest(colour, palette) for colour in counted}
    places = bytes(map(nearest.__getitem__, pixels))
    rows = b"".join(
        b"\0" + places[y * width : (y + 1) * width] for y in range(height)
    )  # no filter: palette indexes have no slope
    file.write_bytes(
        _MAGIC
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", bytes(part for colour in palette for part in colour))
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )
    return file.stat().st_size


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)


def _read(data: bytes) -> tuple[int, int, list[Colour]]:
    if not data.startswith(_MAGIC):
        raise ValueError("not a PNG file")
    at, packed, size = len(_MAGIC), b"", (0, 0, 0)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            if depth != 8 or colours not in (2, 6) or interlaced:
                raise ValueError("only plain 8-bit RGB and RGBA")
            size = (width, height, 3 if colours == 2 else 4)
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    width, height, step = size
    return width, height, _pixels(zlib.decompress(packed), width, height, step)


def _pixels(raw: bytes, width: int, height: int, step: int) -> list[Colour]:
    stride, above = width * step, bytearray(width * step)
    pixels: list[Colour] = []
    for y in range(height):
        start = y * (stride + 1)
        row = bytearray(raw[start + 1 : start + 1 + stride])
        _unfilter(raw[start], row, above, step)
        pixels += zip(row[0::step], row[1::step], row[2::step], strict=True)
        above = row
    return pixels


def _unfilter(kind: int, row: bytearray, above: bytearray, step: int) -> None:
    """Undo one of the five filters of the PNG standard, in place."""
    if kind == 2:
        row[:] = bytes((a + b) & 255 for a, b in zip(row, above, strict=True))
    elif kind:
        for i in range(len(row)):
            left = row[i - step] if i >= step else 0
            up = above[i]
            if kind == 1:
                guess = left
            elif kind == 3:
                guess = (left + up) // 2
            else:
                corner = above[i - step] if i >= step else 0
                a, b, c = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
                guess = left if a <= b and a <= c else up if b <= c else corner
            row[i] = (row[i] + guess) & 255


def _palette(counted: Counter[Colour]) -> list[Colour]:
    """Grounds and inks exactly; of the rest one colour a cell, cells growing until 256 suffice."""
    ranked = [colour for colour, _ in counted.most_common()]
    exact, rest, gap = ranked[:128], ranked[128:], 0
    while True:
        gap += 4
        cells: dict[tuple[int, ...], Colour] = {}
        for colour in rest:
            cells.setdefault(tuple(part // gap for part in colour), colour)
        if len(exact) + len(cells) <= 256:
            return [*exact, *cells.values()]


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    r, g, b = colour
    return min(
        range(len(palette)),
        key=lambda i: (
            (palette[i][0] - r) ** 2 + (palette[i][1] - g) ** 2 + (palette[i][2] - b) ** 2
        ),
    )
