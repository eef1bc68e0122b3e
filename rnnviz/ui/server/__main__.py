"""``python -m rnnviz.ui.server PORT ADDRESS``."""

from __future__ import annotations

import os
import sys

from rnnviz.logs import set_up_logs
from rnnviz.site_folder import site_folder
from rnnviz.ui.server.served import served_app

if __name__ == "__main__":
    port, address = sys.argv[1:3]
    set_up_logs()
    os.chdir(site_folder())  # Streamlit finds its settings in the folder it is started in
    served_app().run(config={"server.port": int(port), "server.address": address})
