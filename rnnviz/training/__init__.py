"""A training loop that yields events and knows no listener."""
