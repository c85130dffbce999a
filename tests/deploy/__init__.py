"""What docs/deploy says is tried here."""
