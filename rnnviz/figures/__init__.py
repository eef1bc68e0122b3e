"""Figures: frozen data and translated labels in, ``plotly`` figures out."""
