"""More time for an order or a motion: the unit asks, who set the date decides."""
