"""The kiosk: what a citizen touches."""
