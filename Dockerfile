# One stage installs, the other runs: no build tools, no index settings and no caches in what is shipped.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements.lock ./
# Everything locked is fetched and its hashes are checked; of that, only what the bot itself needs is installed.
RUN pip download --no-cache-dir --require-hashes --requirement requirements.lock --dest /wheels
COPY . .
RUN python -m venv /opt/nhacviec \
    && /opt/nhacviec/bin/pip install --no-cache-dir --no-index --find-links /wheels .

FROM python:3.12-slim
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
