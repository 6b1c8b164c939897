"""A stratified random sample without replacement that nobody could have steered.

Before the draw a secret's hash is published (commitment) and the population is frozen (its digest
is published). Then a public number that nobody could know is named (a lottery's result, a closing
index). Each member's ticket is sha256(seed, id) with seed = sha256(secret, population, public); of
every stratum those with the smallest tickets are drawn, the next ones are its reserve. Whoever has
the secret, the number and the population draws the same sample: Blum's coin flipping by commitment
(1983), sampling by random order (Sunter 1977).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any

__all__ = ["Draw", "allot", "commitment", "draw", "population_digest", "verify"]

METHOD = "stratified-sha256-v1"


@dataclass(frozen=True)
class Draw:
    """``chosen``: ids in the order of strata and tickets; ``reserve``: per stratum the order in
    which others follow where one drops out; ``proof``: plain data for `verify`."""

    chosen: tuple[str, ...]
    reserve: Mapping[str, tuple[str, ...]]
    proof: Mapping[str, Any]


def commitment(secret: str) -> str:
    """What is published before: it fixes the secret and does not tell it."""
    return sha256(f"{METHOD}|{secret}".encode()).hexdigest()


def population_digest(population: Mapping[str, str]) -> str:
    """sha256 over the sorted (id, stratum) pairs: what is frozen before the draw."""
    text = dumps(sorted(population.items()), ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def allot(sizes: Mapping[str, int], wanted: int, least: int = 0) -> dict[str, int]:
    """How many of each stratum: in proportion (largest remainder), at least ``least`` each, never
    more than there are. The sum is ``wanted`` unless the floors or the sizes forbid it."""
    if wanted < 0 or least < 0:
        raise ValueError("a sample has no negative size")
    total = sum(sizes.values())
    wanted = min(wanted, total)
    counts = {name: min(size, least) for name, size in sizes.items()}
    while (left := wanted - sum(counts.values())) > 0:
        room = {name: size - counts[name] for name, size in sizes.items() if size > counts[name]}
        shares = {name: wanted * sizes[name] / total - counts[name] for name in room}
        short = {name: share for name, share in shares.items() if share > 0} or {
            name: float(sizes[name]) for name in room
        }
        whole = sum(short.values())
        exact = {name: left * share / whole for name, share in short.items()}
        added = {name: min(room[name], int(exact[name])) for name in short}
        if not any(added.values()):
            order = sorted(short, key=lambda name: (-(exact[name] - int(exact[name])), name))
            added = dict.fromkeys(order[:left], 1)
        for name, more in added.items():
            counts[name] += more
    return counts


def draw(
    population: Mapping[str, str], *, wanted: int, secret: str, public: str, least: int = 0
) -> Draw:
    """Draw from ``population`` (id → stratum). ValueError where it is empty or nothing public."""
    if not population:
        raise ValueError("an empty population")
    if not public.strip():
        raise ValueError("nothing public: the secret alone could have been chosen to suit")
    digest = population_digest(population)
    seed = sha256(f"{METHOD}|{secret}|{digest}|{public.strip()}".encode()).hexdigest()
    strata: dict[str, list[str]] = {}
    for member, stratum in population.items():
        strata.setdefault(stratum, []).append(member)
    counts = allot({name: len(members) for name, members in strata.items()}, wanted, least)
    chosen: list[str] = []
    reserve = {}
    for name in sorted(strata):
        order = sorted(strata[name], key=lambda member: (_ticket(seed, member), member))
        chosen += order[: counts[name]]
        reserve[name] = tuple(order[counts[name] :])
    proof = {
        "method": METHOD,
        "commitment": commitment(secret),
        "secret": secret,
        "public": public.strip(),
        "population": {"count": len(population), "digest": digest},
        "wanted": wanted,
        "least": least,
        "strata": {
            name: {"size": len(strata[name]), "drawn": counts[name]} for name in sorted(strata)
        },
        "chosen": chosen,
    }
    return Draw(tuple(chosen), reserve, proof)


def _ticket(seed: str, member: str) -> str:
    return sha256(f"{seed}|{member}".encode()).hexdigest()


def verify(
    proof: Mapping[str, Any], population: Mapping[str, str], committed: str = ""
) -> tuple[str, ...]:
    """What is wrong with a proof, in sentences; none where the sample is the one and only.

    ``committed``: the commitment as it was published before the draw.
    """
    try:
        again = draw(
            population,
            wanted=int(proof["wanted"]),
            secret=str(proof["secret"]),
            public=str(proof["public"]),
            least=int(proof["least"]),
        ).proof
        method, told = proof["method"], proof["population"]
    except (KeyError, TypeError, ValueError) as error:
        return (f"证明文件不完整或看不懂（{error}），无法核验。",)
    faults = []
    if method != METHOD:
        faults.append(f"抽样方法是“{method}”，不是本程序能核验的“{METHOD}”。")
    if proof.get("commitment") != again["commitment"]:
        faults.append("公布的密数与承诺值不符：密数在抽样前后不是同一个。")
    if committed and committed != again["commitment"]:
        faults.append("证明里的承诺值与抽样前公布的承诺值不同。")
    if told != again["population"]:
        faults.append("总体名单与抽样前定下的不同：件数或校验值不符。")
    if proof.get("strata") != again["strata"]:
        faults.append("各组的样本数与规则算出的不同。")
    if list(proof.get("chosen", ())) != list(again["chosen"]):
        faults.append("公布的样本不是按这些数抽出的样本。")
    return tuple(faults)
