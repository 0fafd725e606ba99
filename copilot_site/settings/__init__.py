"""Settings: development (the default), test, production; what they share is in base."""
