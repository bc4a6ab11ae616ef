"""Builds: everything that is published together, made in a hidden folder and then swapped in.

The database, the build folder, the swap, the rollback and the summary of a build belong here.
"""
