"""The Weather page, one file a part of it."""
