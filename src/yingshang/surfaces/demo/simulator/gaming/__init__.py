"""A seeded year in which some cases were gamed and it is known which; and how to keep score."""

from yingshang.surfaces.demo.simulator.gaming._score import score
from yingshang.surfaces.demo.simulator.gaming._year import (
    GamingYear,
    gaming_year,
    load_gaming_year,
)

__all__ = ["GamingYear", "gaming_year", "load_gaming_year", "score"]
