"""rnnviz: ``streamlit run app.py``."""

from rnnviz.ui.navigation import run_app

run_app()
