"""What the store does on its own when time passes: one leader among its processes looks, again and again.

A watch decides with a pure function what is due and sends it as acts of the store itself, under intent ids that follow
from their cause: a turn that is cut short, or two leaders for a moment, never double one.
"""
