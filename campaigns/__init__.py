"""Segments of people, and the campaigns that write to them."""
