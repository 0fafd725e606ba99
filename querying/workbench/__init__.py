"""The workbench: SQL written by hand, run with the rights of whoever runs it."""
