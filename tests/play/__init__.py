"""A whole hall played at random: what may happen, what must hold, and a death at any commit."""
