// What the page may load and where it may connect: its own files, and relays by WebSocket. The relay sends it as a header
// with every file; the build writes it into the page for hosts that send none. Nothing inline runs and nothing is evaluated
// but WebAssembly.
// No frame shows anything: what a stranger made is never inside of the page. Connections cannot be bound to one relay, because a join link names others.

const rules = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' data: blob:",
  'media-src': "'self' blob:",
  'frame-src': "'none'",
  'manifest-src': "'self'",
  'connect-src': "'self' ws: wss:",
  'base-uri': "'none'",
  'form-action': "'none'",
} as const;

/** For the header `content-security-policy` and for `<meta http-equiv>`. */
export const pagePolicy = Object.entries(rules)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');
