"""Files of places and shapes: GeoJSON, GeoPackage, Shapefile, alone or packed, read as features in degrees.

Shared by who takes areas into the store and who lays a file of one's own over the map.
"""
