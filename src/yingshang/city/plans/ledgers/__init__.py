"""Ledgers that units keep in a spreadsheet, read as if they were a plan. No database, no Django."""
