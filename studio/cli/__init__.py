"""The command line: the whole studio without a screen. Imports no Qt."""
