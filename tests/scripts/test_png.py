"""Pictures for the README are packed without changing what is seen."""

import struct
import zlib
from pathlib import Path

from _png import _chunk, beside

MAGIC = b"\x89PNG\r\n\x1a\n"
RED, WHITE, GREEN = (200, 16, 16), (255, 255, 255), (18, 88, 95)
ROWS = [[RED, WHITE, GREEN], [WHITE, WHITE, RED], [GREEN, RED, RED], [RED] * 3, [GREEN] * 3]


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    """What the five filters of the PNG standard expect a byte to be."""
    guess = left + up - corner
    paeth = min((left, up, corner), key=lambda byte: abs(guess - byte))
    return (0, left, up, (left + up) // 2, paeth)[kind]


def picture(file: Path, rows=ROWS) -> Path:
    """An RGB file whose first five rows use the five filters."""
    packed, above = b"", [0] * len(rows[0]) * 3
    for kind, row in enumerate(rows):
        line = [part for colour in row for part in colour]
        packed += bytes([kind % 5])
        for i, byte in enumerate(line):
            left, corner = (line[i - 3], above[i - 3]) if i >= 3 else (0, 0)
            packed += bytes([(byte - _predicted(kind % 5, left, above[i], corner)) & 255])
        above = line
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(packed)), (b"IEND", b"")]
    file.write_bytes(MAGIC + b"".join(_chunk(*part) for part in parts))
    return file


def seen(file: Path) -> list[list[tuple[int, ...]]]:
    """The colours of a palette file, row by row."""
    data, chunks, at = file.read_bytes(), {}, 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        chunks[kind] = data[at + 8 : at + 8 + length]
        at += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    palette = [tuple(chunks[b"PLTE"][i : i + 3]) for i in range(0, len(chunks[b"PLTE"]), 3)]
    raw = zlib.decompress(chunks[b"IDAT"])
    lines = [raw[y * (width + 1) + 1 : (y + 1) * (width + 1)] for y in range(height)]
    return [[palette[place] for place in line] for line in lines]


def test_a_flat_picture_keeps_every_colour(tmp_path):
    beside([picture(tmp_path / "in.png")], tmp_path / "out.png", gap=0)
    assert seen(tmp_path / "out.png") == ROWS


def test_pictures_stand_beside_each_other(tmp_path):
    files = [picture(tmp_path / "a.png"), picture(tmp_path / "b.png")]
    beside(files, tmp_path / "out.png", gap=2, ground=(1, 2, 3))
    assert seen(tmp_path / "out.png") == [[*row, (1, 2, 3), (1, 2, 3), *row] for row in ROWS]


def test_many_colours_become_few_and_stay_close(tmp_path):
    many = [[(r * 4, g * 4, (r + g) % 7) for r in range(60)] for g in range(60)]
    beside([picture(tmp_path / "in.png", many)], tmp_path / "out.png", gap=0)
    shown = seen(tmp_path / "out.png")
    assert len({colour for row in shown for colour in row}) <= 256
    off = max(
        abs(a - b)
        for was, now in zip(many, shown, strict=True)
        for one, other in zip(was, now, strict=True)
        for a, b in zip(one, other, strict=True)
    )
    assert off <= 40
