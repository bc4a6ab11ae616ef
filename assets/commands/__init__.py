"""Commands: programs that a person runs and that make no asset.

Each is a target of the Makefile.
"""
