"""The simulator: a year of cases for the fictional cities, through the verbs that people use."""

from yingshang.surfaces.demo.simulator._load import Progress, Report, simulate

__all__ = ["Progress", "Report", "simulate"]
