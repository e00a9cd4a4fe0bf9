"""Filters that have a name: kept, used again, shown as tabs, and passed on as files."""
