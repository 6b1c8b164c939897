"""A package, so that its town is built once for all of its files."""
