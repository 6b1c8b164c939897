"""A package, so that its measured city is built once for all of its files."""
