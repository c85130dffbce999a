"""What people do in the hall: one verb, one transaction."""
