"""The API for bureaus with systems of their own: keys, JSON, no sessions."""
