"""The one error of the embedded services."""


class EmbeddedError(Exception):
    """An embedded server can't do what was asked; the message is one line that says what to do."""
