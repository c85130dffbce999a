"""One file for each paper of the hall."""
