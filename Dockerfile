# A node of the mesh. Build it with the release's name, which is best the image's tag as well:
#   docker build --build-arg RELEASE=1.2.0 -t minotaur:1.2.0 .
# Needs no BuildKit, and of its base only Node 24, npm, bash and glibc (uWebSockets.js is not built for Alpine's musl).
ARG BASE=node:24-trixie-slim

FROM ${BASE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# npm runs them after an install. One makes uWebSockets.js load where the base's glibc is older than 2.38.
COPY scripts/*.mjs scripts/
# What nothing below needs goes at once, before it becomes part of a layer: uWebSockets.js for other machines, the Node
# that npm brings along (the base has one), tools for developers, npm's cache.
RUN npm ci --no-audit --no-fund \
  && mv "node_modules/uWebSockets.js/$(node -p '`uws_linux_${process.arch}_${process.versions.modules}.node`')" /tmp/ \
  && rm -rf node_modules/uWebSockets.js/*.node node_modules/node-linux-* node_modules/node-bin-* node_modules/.bin/node \
     node_modules/@biomejs node_modules/@typescript node_modules/playwright-core ~/.npm \
  && mv /tmp/uws_*.node node_modules/uWebSockets.js/ \
  && node -e 'import("uWebSockets.js").then(() => process.exit(0))'
COPY . .
# The pages; then all goes that the lock file says is for development alone (npm prune takes ten times as long).
RUN npm run build \
  && node -p 'Object.entries(require("./package-lock.json").packages).flatMap(([at, p]) => (p.dev ? [at] : [])).join("\n")' \
     | xargs rm -rf node_modules/.bin \
  && find node_modules -type f \( -name '*.ts' -o -name '*.map' \) -exec rm {} +

FROM ${BASE}
WORKDIR /app
ENV NODE_ENV=production PORT=4000 MESH_PORT=4001
# A volume that is mounted here first gets this owner: STATE_DIR, the one place that is written to.
RUN mkdir -p /var/lib/minotaur && chown 1000:1000 /var/lib/minotaur
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/web/dist web/dist
COPY package.json ./
COPY scripts scripts
COPY protocol protocol
COPY node node
# Last, so that two releases of the same code share all their layers.
ARG RELEASE=dev
ENV RELEASE=${RELEASE}
# Owns nothing else and needs to write nothing else: the root may be read-only.
USER 1000:1000
# 4000 is for players. 4001, for the other nodes alone, is never published; 14000 is for operators, by default in here alone.
EXPOSE 4000
STOPSIGNAL SIGTERM
# Tells alive as well as ready: Swarm replaces a container that turns unhealthy. stack.yml sets its own pace.
HEALTHCHECK --interval=2s --timeout=2s --retries=5 --start-period=60s CMD ["scripts/health.sh"]
# It raises the limit of descriptors as far as it may; docker run --ulimit nofile=20000 says how far (stack.yml does).
ENTRYPOINT ["scripts/entry.sh"]
CMD ["node", "node/main.ts"]
