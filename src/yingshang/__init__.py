"""Yingshang 营商: the open platform for a city's business environment."""
