"""The pages of queries, one file each."""
