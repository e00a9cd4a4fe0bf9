"""The queue: the reports of the shared filter as a table that a person works down."""
