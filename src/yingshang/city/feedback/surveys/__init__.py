"""Surveys of satisfaction: drawn so that anybody can check, called by outsiders, weighted."""
