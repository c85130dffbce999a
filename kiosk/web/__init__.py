"""Pages and JSON, by person."""
