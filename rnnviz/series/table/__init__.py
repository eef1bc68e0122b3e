"""Text → the table in it: its lines, delimiter, header and shape, one value a row at the end."""
