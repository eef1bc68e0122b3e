"""rnnviz: ``streamlit run app.py``."""

from rnnviz.ui.shell.navigation import run_app

run_app()
