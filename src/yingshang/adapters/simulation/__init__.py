"""Cases run through their flow as it is or might be: discrete events by SimPy."""

from ._run import Outcome, run

__all__ = ["Outcome", "run"]
