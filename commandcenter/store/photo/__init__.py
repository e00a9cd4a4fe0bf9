"""Photos: read, re-encoded without what the camera wrote, kept, attached to reports, and held against earlier ones.

Owns everything between the bytes that somebody sends and the reasons that a reviewer is given.
"""
