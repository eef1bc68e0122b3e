"""Looking inside a model: traces, neighbours and projections, as frozen values."""
