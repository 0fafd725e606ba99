"""Common queries kept ready: what is asked often and costs much is run again before it is asked (R-206).

docs/adr/0010-common-queries-are-kept-ready.md says why it is done so.
"""
