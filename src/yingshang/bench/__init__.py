"""Our benchmarks against the named peers."""
