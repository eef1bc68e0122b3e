"""rnnviz: see a recurrent neural network think."""

__version__ = "0.2.0"
