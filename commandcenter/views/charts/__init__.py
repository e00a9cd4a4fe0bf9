"""Charts that count what the filter lets through, and that filter when dragged."""
