"""Files as bytes, whatever they hold: opened within bounds, and written without harm."""
