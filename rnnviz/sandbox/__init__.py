"""Other people's files are read in a process of its own, with limits on memory, time and output."""
