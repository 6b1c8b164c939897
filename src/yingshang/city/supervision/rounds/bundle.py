"""Everything that was sent in a round, as one zip with an index: written while it is read."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any, cast

from django.utils.translation import gettext as _

from yingshang.adapters import sheets
from yingshang.city.accounts.service import Actor, NotVisible
from yingshang.city.cases import service as cases
from yingshang.city.definitions.service import official
from yingshang.city.supervision.rounds.access import fetch
from yingshang.city.supervision.rounds.kinds import ShareView
from yingshang.city.supervision.rounds.queries import share_view
from yingshang.city.supervision.rounds.tables import Round, RoundSending
from yingshang.kernel.worktime import to_cst

__all__ = ["bundle", "safe_name", "written"]

PIECE = 64 * 1024
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class _Pipe(io.RawIOBase):
    """What a zip is written to: it cannot go back, and is emptied after every piece."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        held, self._held = b"".join(self._held), []
        return held


def safe_name(name: str, longest: int = 80) -> str:
    """A name that no system takes for a path, a device or a command; the ending is kept."""
    plain = _UNSAFE.sub("_", name).strip(" .") or "_"
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    if plain[:1] in "=+-@":
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    return plain if len(plain) <= longest else f"{stem[: longest - 10]}{dot}{ending[:9]}"


@official  # what is written stays Chinese, whatever language the screen speaks
def bundle(actor: Actor, round: int, *, at: datetime) -> tuple[str, Iterator[bytes]]:
    """(file name, its bytes piece by piece): the last papers of every unit and ``index.xlsx``.

    For whoever oversees the city; a unit finds its own papers on the round's page.
    """
    row = fetch(actor, round)
    if not actor.oversees:
        raise NotVisible(f"bundle {round}")
    day = to_cst(at).date()
    lines, members = [], []
    for place, share in enumerate(row.shares.prefetch_related("sendings"), 1):
        seen, sent = share_view(share, day), list(share.sendings.all())
        folder = f"{place:02d}_{safe_name(seen.unit_name, 40)}"
        found = list(_members(folder, sent[-1])) if sent else []
        members += found
        lines += list(_lines(place, seen, [(name, one) for name, one, _at in found]))
    index = _index(row, lines)
    name = safe_name(f"{row.number}{row.title}", 60)
    return f"{name}.zip", written(index, members, at)


def _members(folder: str, last: RoundSending) -> Iterator[tuple[str, dict[str, object], datetime]]:
    used: set[str] = set()
    for place, one in enumerate(last.files, 1):
        name = safe_name(str(one["name"]))
        if name.lower() in used:
            name = f"{place}_{name}"
        used.add(name.lower())
        yield f"{folder}/{name}", one, last.at


def _lines(
    place: int, seen: ShareView, found: list[tuple[str, dict[str, object]]]
) -> Iterator[list[object]]:
    sent = seen.sendings[-1] if seen.sendings else None
    late = _("是") if seen.sent_late or seen.overdue else ""
    head: list[object] = [
        place, seen.unit_name, seen.standing_label, seen.due_on,
        to_cst(sent.at) if sent else "", sent.by if sent else "",
        late, seen.returns, seen.reason or (sent.words if sent else ""),
    ]  # fmt: skip
    if not found:
        yield [*head, "", "", "", "", ""]
    for name, one in found:
        kept = cases.path_of(str(one["sha"])).exists()
        yield [
            *head, name, _("盖章扫描件") if one["sealed"] else _("附件"), one["size"],
            one["sha"], "" if kept else _("文件缺失"),
        ]  # fmt: skip


def _index(row: Round, lines: list[list[object]]) -> bytes:
    header = [
        _("序号"), _("单位"), _("状态"), _("期限"), _("报送时间"), _("报送人"), _("逾期"),
        _("退回次数"), _("说明"), _("文件"), _("类别"), _("字节数"), "SHA-256", _("备注"),
    ]  # fmt: skip
    return sheets.table_book([sheets.Table(row.number, header, lines)])


def written(
    index: bytes, members: list[tuple[str, dict[str, object], datetime]], at: datetime
) -> Iterator[bytes]:
    """A zip of ``index.xlsx`` and the kept files (path in it, {"sha": …}, when), in pieces."""
    pipe = _Pipe()
    with zipfile.ZipFile(cast(IO[bytes], pipe), "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_info("index.xlsx", at), index)
        yield pipe.taken()
        for name, one, sent_at in members:
            path = cases.path_of(str(one["sha"]))
            if not path.exists():
                continue
            with path.open("rb") as source, archive.open(_info(name, sent_at), "w") as target:
                while piece := source.read(PIECE):
                    target.write(piece)
                    yield pipe.taken()
    yield pipe.taken()


def _info(name: str, at: datetime) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, to_cst(at).timetuple()[:6])
