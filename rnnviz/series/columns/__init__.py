"""Which column is the time, which the temperature, which says the station, and in what unit."""
