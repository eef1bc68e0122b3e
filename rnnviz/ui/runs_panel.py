def show_runs(t, view):
    pass
