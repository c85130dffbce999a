"""The status page on a citizen's phone."""
