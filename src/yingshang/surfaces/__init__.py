"""Pages and wires: no models, no rules."""
