"""模拟: a day of people and clerks, planned from a seed and played against a running sample hall."""
