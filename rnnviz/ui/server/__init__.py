"""The app as a server: what ``rnnviz app`` and the container start."""
