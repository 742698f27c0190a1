// What a diagnosis found, in words: for the panel that asks why there are no peers, and as a text that can be copied and
// sent to whoever helps. Ids are shortened unless they are asked for, and no address of this device is in it unless so.

import type { DiagnosisShape, RelayDiagnosis } from '../../../shared/provider/index.ts';
import { countOf, durationText, independenceText, shortId } from '../words/index.ts';

const refusals = {
  full: 'Reached, but full: others cannot reach you through it',
  'address-full': 'Reached, but has no more places for your network address',
  tag: 'Reached, but does not serve this network',
  draining: 'Reached, but is being stopped',
} as const;

const findings = {
  answers: 'its page answers, its WebSocket does not',
  'origin-refused': 'it does not let this page in',
  silent: 'nobody answers there',
  insecure: 'a page on https may not open it',
  unknown: '',
} as const;

/** A libp2p error carries its name and every address it tried; the first sentence is enough to look at. */
const shortReason = (reason: string): string => (reason.length > 90 ? `${reason.slice(0, 90)}…` : reason);

export const relayText = ({ kind, reached, reason = '', http, place, refusal, told }: RelayDiagnosis): string => {
  if (!reached) {
    if (refusal === 'full') return 'Full: it has no room for another peer now';
    const found = http === undefined || http === 'unknown' ? shortReason(reason) : findings[http];
    return `Not reached: ${found}`;
  }
  if (kind === 'terminal') return 'Linked; it is a node of this network';
  if (place === 'refused') return refusals[refusal ?? 'full'];
  if (place === 'none') return 'Reached; it has not given a place yet';
  return told === undefined || told === 0 ? 'Works; names nobody else' : `Works; names ${countOf(told, 'other node')}`;
};

const webrtcTexts = {
  works: 'Works',
  failing: 'Blocked: it fails when used',
  absent: 'Missing or switched off in this browser',
  unused: 'Not used',
} as const;

export const webrtcText = ({ webrtc, hideAddress }: DiagnosisShape): string =>
  hideAddress ? 'Not used: your address is hidden' : webrtcTexts[webrtc];

const udpTexts = {
  open: 'Open: the relay’s STUN answers',
  blocked: 'Blocked: nothing comes back from the relay’s STUN',
  unknown: 'Not tested: no STUN to ask, or none needed',
} as const;

export const udpText = ({ udp }: DiagnosisShape): string => udpTexts[udp];

export const candidatesText = ({ candidates }: DiagnosisShape): string => {
  if (candidates === undefined) return 'None gathered';
  const { host, srflx, relay, mdns } = candidates;
  return `${host} local${mdns ? ' (hidden behind mDNS names)' : ''}, ${srflx} seen by STUN, ${relay} relayed`;
};

export const peersText = ({ peers, known }: DiagnosisShape): string => {
  const { direct, websocket, relayed, silent } = peers;
  const quiet = silent === 0 ? '' : `; ${silent} silent`;
  return `${direct} direct, ${websocket} by WebSocket, ${relayed} through a relay${quiet}; ${known} known to be there`;
};

export const clockText = ({ clockOffsetMs }: DiagnosisShape): string => {
  if (clockOffsetMs === undefined) return 'Not measured: that takes three peers';
  const ms = Math.abs(clockOffsetMs);
  if (ms < 1_000) return 'Agrees with the peers’';
  return `${durationText(ms)} ${clockOffsetMs > 0 ? 'behind' : 'ahead of'} the peers’`;
};

export const independenceFact = ({ independence, relays }: DiagnosisShape): string => {
  const isRelayThere = relays.some(({ kind, reached }) => kind === 'relay' && reached);
  const { title, text } = independenceText(independence, isRelayThere);
  return `${title}. ${text}`;
};

/** Host and port of a multiaddr, as people know them; the whole of one that has none. */
export const hostOf = (address: string): string => {
  const [, , host, , port] = address.split('/');
  return host === undefined || port === undefined ? address : `${host}:${port}`;
};

const paths = { webrtc: 'WebRTC', relayed: 'through a relay', address: 'its address' } as const;

export const dialText = ({ path, reason }: DiagnosisShape['dials'][number]): string =>
  `${paths[path]}: ${shortReason(reason)}`;

export const stallText = ({ stall, time }: DiagnosisShape): string =>
  stall === undefined
    ? 'None noticed'
    : `Stood still for ${durationText(stall.ms)}, ${durationText(time - stall.time)} ago`;

export interface ReportAbout {
  readonly version: string;
  readonly peerId: string;
  readonly chainId: string;
  /** this device's own, for a report that has all; none for a short one */
  readonly addresses?: readonly string[];
}

const withShortIds = (address: string): string =>
  address.replace(/\/p2p\/([^/]+)/g, (_whole, id: string) => `/p2p/${shortId(id)}`);

/** The report as text. With `about.addresses` everything is written out, without them ids are shortened. */
export const diagnosisReport = (found: DiagnosisShape, about: ReportAbout): string => {
  const isWhole = about.addresses !== undefined;
  const id = (text: string): string => (isWhole ? text : shortId(text));
  const address = (text: string): string => (isWhole ? text : withShortIds(text));
  const lines = [
    `Tabchain ${about.version}, connection of ${new Date(found.time).toISOString()}`,
    `Node ${id(about.peerId)}, network ${id(about.chainId)}`,
    ...found.advice.map(({ cause, text }) => `- ${cause}: ${text}`),
    `Peers: ${peersText(found)}`,
    `Independence: ${independenceFact(found)}`,
    `WebRTC: ${webrtcText(found)}; candidates: ${candidatesText(found)}`,
    `UDP: ${udpText(found)}`,
    `Clock: ${clockText(found)}`,
    `Sleep: ${stallText(found)}`,
    `Relays: ${found.relays.length}`,
    ...found.relays.map((relay) => {
      const trip = relay.rttMs === undefined ? '' : `, ${relay.rttMs} ms`;
      return `- ${address(relay.address)}: ${relayText(relay)}${trip}`;
    }),
    `Failed dials: ${found.dials.length}`,
    ...found.dials.map((dial) => `- ${id(dial.peerId)}, ${dialText(dial)}`),
    ...(about.addresses ?? []).map((own) => `Own address: ${own}`),
  ];
  return `${lines.join('\n')}\n`;
};
