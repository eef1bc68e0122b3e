# The app in a container, as `make run CPU=1` would have it: see README.md.
FROM python:3.11-slim AS build
# As in the Makefile: uv knows where PyTorch's CPU build is, a tenth of the one with GPU libraries.
ARG UV=0.13.9
# `--build-arg CLUSTER=1`: with PostgreSQL, objects, Dask and metrics, for compose.yaml.
ARG CLUSTER=
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv && python -m pip install --quiet --no-cache-dir uv==${UV}
COPY requirements.txt requirements-cluster.txt ./
RUN uv pip install --quiet --no-cache --compile-bytecode --python /opt/venv/bin/python \
    --torch-backend cpu -r requirements.txt ${CLUSTER:+-r requirements-cluster.txt}

FROM python:3.11-slim
# The folder of the runs, closed to others as the app keeps it; a new volume begins as its copy.
RUN useradd --create-home --uid 1000 rnnviz && install -d -m 700 -o rnnviz -g rnnviz /data
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY .streamlit ./.streamlit
COPY rnnviz ./rnnviz
COPY pages ./pages
COPY app.py ./
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 RNNVIZ_DATA=/data
USER rnnviz
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://localhost:8501/_stcore/health', timeout=4)"]
# With the headers that `rnnviz app` sends, and without its parent: it is told to stop, and stops. Who
# may reach it is said by `docker run -p`.
CMD ["python", "-m", "rnnviz.ui.server", "8501", "0.0.0.0"]
