"""Sandpiper reads newswire and writes the record."""
