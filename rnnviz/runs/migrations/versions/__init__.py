"""One module a step; ``VERSIONS`` in ``rnnviz.runs.schema`` names them."""
