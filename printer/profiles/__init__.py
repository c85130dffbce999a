"""What each kind of printer can do."""
