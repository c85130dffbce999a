"""The rules of the hall: pure, with no clock, database or web."""
