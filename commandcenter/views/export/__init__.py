"""Handing on what the queue shows: rows as they stand, in a file that other programs read."""
