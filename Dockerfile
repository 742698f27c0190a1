# A Tabchain relay with its page. Build: docker build -t tabchain-relay .
# Run: docker run -p 9090:9090 -p 9090:9090/udp -v tabchain-relay:/data tabchain-relay
# docs/operating-a-relay.md has the settings, all of which can be given with -e TABCHAIN_RELAY_….

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node --input-type=module -e "import { buildPage } from './scripts/page.mjs'; await buildPage()"

# What runs needs no tools for building.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production \
    TABCHAIN_RELAY_DATA=/data \
    TABCHAIN_RELAY_PAGE=/app/dist
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY shared shared
COPY relay relay
COPY --from=build /app/dist dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
# the page and WebSocket; STUN
EXPOSE 9090/tcp 9090/udp
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.TABCHAIN_RELAY_PORT ?? 9090) + '/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "relay/main.ts", "--json"]
