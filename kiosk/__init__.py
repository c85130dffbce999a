"""The hall's program: it decides."""
