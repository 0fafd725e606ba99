"""Segments and campaigns in the REST API: what the pages do, for programs, with the same rights."""
