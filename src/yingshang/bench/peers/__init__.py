"""What we measure ourselves against, in the same run and with the same data."""
