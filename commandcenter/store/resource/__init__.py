"""Files of facilities and gauges, brought into the store: read, placed, and loaded in one transaction."""
