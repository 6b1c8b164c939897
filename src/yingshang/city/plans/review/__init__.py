"""The review of a reading by people: acts that can be undone, and what they teach the city."""

__all__: list[str] = []
