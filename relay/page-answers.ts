// What the relay answers to plain HTTP: the page's files, `/health`, `/relays.json` and `/metrics`. Nothing else; no
// upload.
// Holds no state and reads no body, so there is nothing that a request could grow.

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import sirv, { type Options } from 'sirv';
import { pagePolicy } from './page-policy.ts';
import { reachFromHeaders, type Reach } from './relay-addresses.ts';

export interface PageAnswersOptions {
  /** folder of the built page */
  readonly page?: string;
  /** JSON text of the default chain spec */
  readonly spec: string;
  /** multiaddrs of this relay, first the one for the name by which the browser reached us */
  readonly relays: (own: Reach | undefined) => readonly string[];
  /** URIs of its STUN server, in the same order */
  readonly stun: (own: Reach | undefined) => readonly string[];
  readonly health: () => RelayHealth;
  /** the metrics for Prometheus, where they are served */
  readonly metrics?: { readonly contentType: string; readonly text: () => Promise<string> };
  /** origins of other pages that may use this relay; none for all */
  readonly allowOrigin: readonly string[];
}

export interface RelayHealth {
  readonly ok: boolean;
  readonly status: 'serving' | 'draining';
  /** seconds */
  readonly uptime: number;
  readonly peers: number;
  readonly reservations: number;
  readonly connections: number;
  readonly circuits: number;
  readonly siblings: number;
  readonly version: string;
}

/** A page from elsewhere, a local file say, may use this relay too, unless its operator has named those that may. */
const originHeaders = (request: IncomingMessage, allowed: readonly string[]): Record<string, string> => {
  if (allowed.length === 0) return { 'access-control-allow-origin': '*' };
  const { origin } = request.headers;
  return origin !== undefined && allowed.includes(origin)
    ? { 'access-control-allow-origin': origin, vary: 'Origin' }
    : { vary: 'Origin' };
};

const sendText = (response: ServerResponse, status: number, text: string, headers: Record<string, string>): void => {
  response.writeHead(status, { 'cache-control': 'no-store', ...headers });
  response.end(text);
};

const json = { 'content-type': 'application/json' } as const;

/** Behind TLS, the relay's own or a proxy's. */
const schemeOf = (request: IncomingMessage): string | undefined =>
  'encrypted' in request.socket ? 'https' : header(request, 'x-forwarded-proto');

const notFound = (response: ServerResponse): void => {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('Not found. This is a Tabchain relay; /health says how it is.\n');
};

const header = (request: IncomingMessage, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** Built files carry the hash of what is in them in their name. */
const neverChanges = (path: string): boolean => path.startsWith('/assets/');

/** The script that other pages load to have a node in them, and its parts: modules have to be shared with them. */
const isForOtherPages = (path: string): boolean => path === '/tabchain.js' || neverChanges(path);

/**
 * What the build compressed is served so, to browsers that take it. Files are looked up when they are asked for, because
 * the page may be built anew meanwhile; the document must be asked for each time.
 */
const pageOptions: Options = {
  dev: true,
  etag: true,
  gzip: true,
  brotli: true,
  setHeaders: (response, path) => {
    response.setHeader('content-security-policy', pagePolicy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    if (isForOtherPages(path)) response.setHeader('access-control-allow-origin', '*');
    if (neverChanges(path)) response.setHeader('cache-control', 'public, max-age=31536000, immutable');
  },
};

/** The relay's own answers by path. */
const ownAnswers = (options: PageAnswersOptions): ReadonlyMap<string, RequestListener> => {
  const { spec, relays, stun, health, metrics, allowOrigin } = options;
  const answers = new Map<string, RequestListener>([
    [
      '/health',
      (request, response) => {
        const now = health();
        const headers = { ...json, ...originHeaders(request, allowOrigin) };
        sendText(response, now.ok ? 200 : 503, JSON.stringify(now), headers);
      },
    ],
    [
      '/relays.json',
      (request, response) => {
        const own = reachFromHeaders(header(request, 'host'), schemeOf(request));
        const text = `{"relays":${JSON.stringify(relays(own))},"stun":${JSON.stringify(stun(own))},"spec":${spec}}`;
        sendText(response, 200, text, { ...json, ...originHeaders(request, allowOrigin) });
      },
    ],
  ]);
  if (metrics === undefined) return answers;
  return answers.set('/metrics', (_request, response) => {
    metrics.text().then(
      (text) => sendText(response, 200, text, { 'content-type': metrics.contentType }),
      () => sendText(response, 500, 'the metrics could not be read\n', { 'content-type': 'text/plain' }),
    );
  });
};

export const pageAnswers = (options: PageAnswersOptions): RequestListener => {
  const files = options.page === undefined ? undefined : sirv(options.page, pageOptions);
  const own = ownAnswers(options);
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' });
      response.end();
      return;
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const answer = own.get(path);
    if (answer !== undefined) {
      answer(request, response);
      return;
    }
    if (files === undefined) {
      notFound(response);
      return;
    }
    files(request, response, () => {
      notFound(response);
    });
  };
};
