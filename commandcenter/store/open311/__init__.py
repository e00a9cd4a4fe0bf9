"""Open311 GeoReport v2: what the city tells and takes from any client of that standard.

Owns the standard's words and rules over the store's values. Knows nothing of HTTP: routes are in ``service``.
"""
