"""Draws anybody can check: commit, public seed, stratified sample, proof, verification. Pure."""

from yingshang.kernel.draw._draw import (
    Draw,
    allot,
    commitment,
    draw,
    population_digest,
    verify,
)

__all__ = ["Draw", "allot", "commitment", "draw", "population_digest", "verify"]
