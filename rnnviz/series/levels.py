"""How often a band may be asked to hold the truth: apart from bands, for links need no pandas."""

LEVELS = (50, 80, 90, 95)  # percent
USUAL = 90
