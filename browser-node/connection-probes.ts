// What only a browser can look at when a tab is asked why it has no peers: which ICE candidates it gathers, and what plain
// HTTP says of a relay whose WebSocket fails (a browser never tells why one does). It asks nobody but the tab's relays.
// Owns one peer connection at a time, closed again. Bounds: four seconds of gathering, three for each request.

import type { CandidateCounts, Gathered, HttpFinding, PlatformProbes } from '../shared/p2p/index.ts';

const gatherForMs = 4_000;
const requestTimeoutMs = 3_000;

/** What of a browser it needs; `browserProbeWorld` is the real one. */
export interface ProbeWorldLike {
  readonly RTCPeerConnection: typeof RTCPeerConnection | undefined;
  readonly fetch: typeof fetch;
  /** this page came over https */
  readonly isSecure: boolean;
  readonly isOnline: () => boolean;
}

export interface SeenCandidate {
  readonly type: string | null;
  readonly address: string | null;
}

/** Not of a private network, a carrier's NAT, a link or this machine (RFC 1918, 6598, 3927, 4193, 4291). */
const isPublic = (address: string): boolean => {
  if (address.endsWith('.local') || address === '') return false;
  if (address.includes(':')) return /^[23]/.test(address);
  return !/^(0|10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(address);
};

/** `asked` is how many STUN servers there were. */
export const countCandidates = (seen: readonly SeenCandidate[], asked: number): CandidateCounts => {
  const ofType = (type: string): readonly SeenCandidate[] => seen.filter((one) => one.type === type);
  const hosts = ofType('host');
  return {
    ...{ host: hosts.length, srflx: ofType('srflx').length, relay: ofType('relay').length, asked },
    mdns: hosts.some(({ address }) => address?.endsWith('.local') === true),
    hasPublic: hosts.some(({ address }) => isPublic(address ?? '')),
  };
};

const gatherWith = async (connection: RTCPeerConnection): Promise<readonly SeenCandidate[]> => {
  const seen: SeenCandidate[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const complete = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, gatherForMs);
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null) resolve();
      else if (candidate.candidate !== '') seen.push({ type: candidate.type, address: candidate.address });
    });
  });
  try {
    connection.createDataChannel('look');
    await connection.setLocalDescription(await connection.createOffer());
    await complete;
    return seen;
  } finally {
    clearTimeout(timer);
  }
};

const gather = async (
  { RTCPeerConnection: Connection }: ProbeWorldLike,
  configuration: RTCConfiguration,
): Promise<Gathered> => {
  if (Connection === undefined) return { webrtc: 'absent' };
  let connection: RTCPeerConnection | undefined;
  try {
    connection = new Connection(configuration);
    const seen = await gatherWith(connection);
    if (seen.length === 0) return { webrtc: 'failing', reason: 'no candidates' };
    return { webrtc: 'works', candidates: countCandidates(seen, configuration.iceServers?.length ?? 0) };
  } catch (error) {
    return { webrtc: 'failing', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    connection?.close();
  }
};

/** The web address behind a multiaddr of a relay's WebSocket; `undefined` for other kinds. */
export const webAddressOf = (address: string): URL | undefined => {
  const match = /^\/(ip4|ip6|dns|dns4|dns6)\/([^/]+)\/tcp\/(\d{1,5})(\/tls(?:\/sni\/[^/]+)?)?\/(ws|wss)(\/|$)/.exec(
    address,
  );
  if (match === null) return undefined;
  const [, family, host = '', port, tls, socket] = match;
  const scheme = tls !== undefined || socket === 'wss' ? 'https' : 'http';
  return new URL(`${scheme}://${family === 'ip6' ? `[${host}]` : host}:${port}/`);
};

/** Browsers let a page on https reach its own machine without TLS. */
const isLoopback = ({ hostname }: URL): boolean => /^(127\.|localhost$|\[::1\]$)/.test(hostname);

const askByHttp = async (world: ProbeWorldLike, address: string): Promise<HttpFinding> => {
  const base = webAddressOf(address);
  if (base === undefined) return 'unknown';
  if (world.isSecure && base.protocol === 'http:' && !isLoopback(base)) return 'insecure';
  const ask = async (path: string, mode: RequestMode): Promise<boolean> => {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    try {
      await world.fetch(new URL(path, base), { mode, signal, cache: 'no-store', credentials: 'omit' });
      return true;
    } catch {
      return false; // a browser says no more than that it failed
    }
  };
  // The relay lets the origins that may use it read this; without the right to read one still learns that it is there.
  if (await ask('relays.json', 'cors')) return 'answers';
  return (await ask('health', 'no-cors')) ? 'origin-refused' : 'silent';
};

/** `configuration` is that of the node's own connections. */
export const connectionProbes = (world: ProbeWorldLike, configuration: () => RTCConfiguration): PlatformProbes => ({
  gather: () => gather(world, configuration()),
  http: (address) => askByHttp(world, address),
  isOnline: world.isOnline,
});

export const browserProbeWorld = (): ProbeWorldLike => ({
  RTCPeerConnection: 'RTCPeerConnection' in globalThis ? RTCPeerConnection : undefined,
  fetch: (...args) => fetch(...args),
  isSecure: location.protocol === 'https:',
  isOnline: () => navigator.onLine,
});
