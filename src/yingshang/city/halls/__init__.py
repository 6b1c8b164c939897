"""Halls and stations: where people go, when, how long they wait, what is handed over there."""
