"""Builds: everything that is published together, made unseen and then swapped in.

The database, the build folder, the swap, the rollback and the summary of a build belong here.
"""
