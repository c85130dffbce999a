"""The board of the waiting room: it shows and says."""
