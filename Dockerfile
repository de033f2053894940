# One stage installs, the other runs: no build tools, no index settings and no caches in what is shipped.
FROM python:3.12-slim-trixie AS build
WORKDIR /src
COPY requirements.lock ./
# Everything locked is fetched and its hashes are checked; of that, only what the bot itself needs is installed.
RUN pip download --no-cache-dir --require-hashes --requirement requirements.lock --dest /wheels
COPY . .
RUN python -m venv /opt/nhacviec \
    && /opt/nhacviec/bin/pip install --no-cache-dir --no-index --find-links /wheels .

# Debian 13 has the client of PostgreSQL 17, the version of compose.yaml: pg_dump refuses servers newer than itself.
FROM python:3.12-slim-trixie
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 nhacviec \
    && install --directory --owner=nhacviec --group=nhacviec --mode=0700 /data
COPY --from=build /opt/nhacviec /opt/nhacviec
ENV PATH=/opt/nhacviec/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    NHACVIEC_BOT__DATA_DIR=/data
USER nhacviec
WORKDIR /data
VOLUME /data
# Without http.listen nothing answers that could be asked, so the container counts as healthy while it runs.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s \
    CMD python -c "import os, urllib.request as ask; from bot.config import load; at = load(None, os.environ).http.listen; at and ask.urlopen(f'http://127.0.0.1:{at.rpartition(chr(58))[2]}/healthz', timeout=8)"
ENTRYPOINT ["nhacviec"]
CMD ["run"]
