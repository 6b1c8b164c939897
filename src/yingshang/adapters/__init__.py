"""Libraries behind small doors."""
