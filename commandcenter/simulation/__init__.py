"""A city that does not exist: plausible reports, what becomes of them, and a poster that sends them to a store.

Everything is made from one seed and the calendar, so that the same seed gives the same city. All of it is marked as
simulated. Refuses to know how a store keeps things.
"""
