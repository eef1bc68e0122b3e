"""Everything Streamlit: state, URL, controls and panels."""
