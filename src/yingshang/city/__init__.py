"""Django apps: models and verbs, no pages."""
