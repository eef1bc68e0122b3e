"""Any temperature file → a clean hourly series, with every change listed."""
