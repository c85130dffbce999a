"""Many clerks, kiosks and boards at a real hall while things break, and whether it can be explained."""
