# The web process, the workers and beat from one image (docs/deploy.md). Written without a container runtime at
# hand: its steps were run by hand, the image itself has not been built yet.

FROM node:22-bookworm-slim AS pages
WORKDIR /pages
COPY package.json package-lock.json .npmrc ./
RUN npm ci
# Without their source maps: the hashed names are made by a storage that refuses links to files that aren't there.
RUN mkdir vendor && for path in vega/build/vega vega-lite/build/vega-lite vega-embed/build/vega-embed htmx.org/dist/htmx; do \
      grep -v '^//# sourceMappingURL=' "node_modules/$path.min.js" > "vendor/${path##*/}.min.js" || exit 1; \
    done
COPY querying/frontend querying/frontend
RUN node_modules/.bin/esbuild querying/frontend/codemirror.js --bundle --minify --format=esm --target=es2022 \
      --log-level=warning --outfile=vendor/codemirror.min.js

FROM python:3.11-slim-bookworm AS packages
WORKDIR /packages
COPY requirements/build.txt requirements/production.txt ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r build.txt \
 && /venv/bin/python -m uv pip sync --no-cache --python /venv/bin/python --require-hashes --build-constraints build.txt production.txt

FROM python:3.11-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=pages /pages/vendor static/vendor
# With the development settings, which need no secrets of yours; what they make up is thrown away at once.
RUN python -m copilot_site.messages \
 && COPILOT_VAR=/tmp/build python manage.py collectstatic --noinput \
 && rm -rf /tmp/build \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin copilot \
 && install -d -o copilot -g copilot /var/lib/insight-copilot
ENV DJANGO_SETTINGS_MODULE=copilot_site.settings.production \
    COPILOT_VAR=/var/lib/insight-copilot
USER copilot
VOLUME /var/lib/insight-copilot
EXPOSE 8000
CMD ["python", "-m", "copilot_site.web", "--host", "0.0.0.0", "--port", "8000"]
