"""The ledger at work: tasks sent out, signed for, reported on, extended, closed, looked back at.

Each task that is sent out is a case (item ``plan-task``): its life, its clock and its files are the
case's. What only a ledger has (milestones, reports, look-backs) stands here.
"""

__all__: list[str] = []
