"""Forms of the desk: they shape what was typed; the services judge it."""
