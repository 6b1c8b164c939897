"""What the activities of another system are here: which item a case is of, which step each."""
