"""Instructions of leaders (批示): read by named readers, handed to units, replied to."""
