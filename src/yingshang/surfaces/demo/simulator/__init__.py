"""The simulator: one year of cases for the fictional cities, through the same verbs as people use."""

from yingshang.surfaces.demo.simulator._load import Progress, Report, simulate

__all__ = ["Progress", "Report", "simulate"]
