"""Where bytes go: a device is chosen by its URL."""
