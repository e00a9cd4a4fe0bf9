"""The base map: streets and water under everything else, from a file of the user's or a configured server.

Archives (PMTiles, MBTiles) are read here, on a thread of their own, and the page is handed tiles; it never sees a file.
"""
