"""Controls and displays that several pages share."""
