"""The door of plans."""
