"""Registers: records with a declared schema, validity and publicity (台账、名录、清单)."""
