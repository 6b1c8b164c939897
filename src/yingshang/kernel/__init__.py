"""The laws: pure Python, standard library only."""
