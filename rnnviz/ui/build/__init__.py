"""The Build page: one file a rung of its ladder."""
