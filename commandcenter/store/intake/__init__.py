"""Archives of reports: reading them, and writing them to the store in bounded batches."""
