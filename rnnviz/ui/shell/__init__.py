"""What every page stands in: navigation, the view and its address, theme, errors, the text."""
