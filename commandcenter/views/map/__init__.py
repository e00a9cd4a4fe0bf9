"""The map of the desktop: a page of our own in the web engine, fed with marks by the board.

Owns the page's address, the messages that cross to it and back, and the widget that shows it. Refuses the network:
the page reaches nothing but the application's own files.
"""
