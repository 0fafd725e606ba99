"""`make bench`: our times beside a reference's, in one run on one machine (design.md, section 6)."""
