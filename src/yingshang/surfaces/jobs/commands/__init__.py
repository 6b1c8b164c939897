"""Commands of the periodic jobs."""
