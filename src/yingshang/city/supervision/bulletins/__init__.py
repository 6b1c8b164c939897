"""Bulletins: drafted from data, frozen as sent, corrected by a later issue only."""
