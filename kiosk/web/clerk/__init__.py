"""The desk: what a clerk does."""
