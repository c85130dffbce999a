"""The manager: how the hall stands, and what it needs."""
