"""Figures: frozen data and translated labels in, ``plotly`` figures out."""

# plotly takes pandas as it finds it in sys.modules, half loaded where another user's page has just
# begun to import it. Whoever imports it here waits until it is whole.
import pandas  # noqa: F401
