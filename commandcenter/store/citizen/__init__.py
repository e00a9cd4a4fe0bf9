"""What somebody who reports may be told: their own reports, and those of others near by."""
