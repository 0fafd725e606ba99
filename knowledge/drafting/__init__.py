"""First guesses at what a data source's tables and columns mean, for staff to look over."""
