# syntax=docker/dockerfile:1
# The bot with search by meaning, documents and OpenAI-compatible models. Everything is installed as uv.lock has it.
FROM python:3.12-slim-bookworm AS build
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir "uv>=0.8,<1"
# The same path as below: the scripts of a virtual environment name it.
WORKDIR /app
COPY pyproject.toml uv.lock README.md LICENSE ./
RUN uv sync --frozen --no-dev --no-install-project --extra knowledge --extra documents --extra openai
COPY bot bot
COPY prompts prompts
COPY knowledge knowledge
COPY benchmarks/retrieval benchmarks/retrieval
COPY config.example.yaml ./
RUN uv sync --frozen --no-dev --no-editable --extra knowledge --extra documents --extra openai

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --create-home groundwork && install -d -o groundwork /data /app
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    GROUNDWORK_HOME=/data \
    GROUNDWORK_HTTP_HOST=0.0.0.0 \
    GROUNDWORK_WATCH_HOST=0.0.0.0 \
    GROUNDWORK_WATCH_PORT=9464 \
    GROUNDWORK_LOG_FORMAT=json \
    GROUNDWORK_LOG_TO=stderr
# Put config.yaml, prompts/ and knowledge/ of your own here; without them the ones that ship are used.
WORKDIR /app
# By number: who runs the image can tell that it isn’t root.
USER 10001
VOLUME /data
EXPOSE 3000 9464
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
    ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:9464/healthz', timeout=4)"]
# Turns under way are finished first, within 30 seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["groundwork"]
CMD ["serve"]
