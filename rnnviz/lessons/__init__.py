"""The lesson from an MLP to an RNN, in numbers: pure numpy, no screen; torch only to check."""
