"""What follows from each event: papers, announcements, messages."""
