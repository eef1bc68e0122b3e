"""Any temperature file → a clean, regular series, with every change listed."""
