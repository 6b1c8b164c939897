"""Calendar feeds and reminders: what falls due, kept up by the tick, read by calendars."""
