"""The messages that the store and its clients exchange.

Owns their shapes and their coding to JSON and to binary frames. Imports the models' values and neither side:
nothing here opens a connection or a table.
"""
