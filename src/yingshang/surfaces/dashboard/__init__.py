"""The leaders' cockpit: promises beside results, and the way down to every case."""
