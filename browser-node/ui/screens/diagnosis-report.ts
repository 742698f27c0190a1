// What a diagnosis found, in words: for the panel that asks why there are no peers, and as a text that can be copied and
// sent to whoever helps. Ids are shortened unless they are asked for, and no address of this device is in it unless so.

import type { DiagnosisShape, RelayDiagnosis } from '../../../shared/provider/index.ts';
import { agoText, durationText, independenceText, shortId, words } from '../words/index.ts';

/** A libp2p error carries its name and every address it tried; the first sentence is enough to look at. */
const shortReason = (reason: string): string => (reason.length > 90 ? `${reason.slice(0, 90)}…` : reason);

export const relayText = ({ kind, reached, reason = '', http, place, refusal, told }: RelayDiagnosis): string => {
  const { facts } = words().diagnosis;
  if (!reached) {
    if (refusal === 'full') return facts.noRoom;
    const isFound = http !== undefined && http !== 'unknown';
    return facts.notReached(isFound ? facts.findings[http] : shortReason(reason) || facts.findings.unknown);
  }
  if (kind === 'terminal') return facts.isNode;
  if (place === 'refused') return facts.refusals[refusal ?? 'full'];
  if (place === 'none') return facts.noPlaceYet;
  return told === undefined || told === 0 ? facts.works : facts.worksWith(told);
};

/** The node's own words in English, the catalogue's elsewhere; a cause that it does not have is told in the node's. */
export const adviceText = (found: DiagnosisShape, { cause, text }: DiagnosisShape['advice'][number]): string => {
  const { advice } = words().diagnosis;
  return (Object.hasOwn(advice, cause) ? advice[cause]?.(found) : undefined) ?? text;
};

export const webrtcText = ({ webrtc, hideAddress }: DiagnosisShape): string => {
  const { facts } = words().diagnosis;
  return hideAddress ? facts.webrtcHidden : facts.webrtc[webrtc];
};

export const udpText = ({ udp }: DiagnosisShape): string => words().diagnosis.facts.udp[udp];

export const candidatesText = ({ candidates }: DiagnosisShape): string => {
  const { facts } = words().diagnosis;
  if (candidates === undefined) return facts.noCandidates;
  const { host, srflx, relay, mdns } = candidates;
  return facts.candidates(host, srflx, relay, mdns);
};

export const peersText = ({ peers, known }: DiagnosisShape): string => {
  const { facts } = words().diagnosis;
  const { direct, websocket, relayed, silent } = peers;
  return `${facts.peers(direct, websocket, relayed)}${silent === 0 ? '' : facts.silent(silent)}${facts.known(known)}`;
};

export const clockText = ({ clockOffsetMs }: DiagnosisShape): string => {
  const { facts } = words().diagnosis;
  if (clockOffsetMs === undefined) return facts.clockUnknown;
  const ms = Math.abs(clockOffsetMs);
  if (ms < 1_000) return facts.clockAgrees;
  return clockOffsetMs > 0 ? facts.clockBehind(durationText(ms)) : facts.clockAhead(durationText(ms));
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

export const dialText = ({ path, reason }: DiagnosisShape['dials'][number]): string =>
  `${words().diagnosis.facts.paths[path]}: ${shortReason(reason)}`;

export const stallText = ({ stall, time }: DiagnosisShape): string => {
  const { facts } = words().diagnosis;
  return stall === undefined ? facts.noSleep : facts.slept(durationText(stall.ms), agoText(stall.time, time));
};

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
  const text = words().diagnosis;
  const lines = [
    text.report.head(about.version, new Date(found.time).toISOString()),
    text.report.node(id(about.peerId), id(about.chainId)),
    ...found.advice.map((one) => `- ${one.cause}: ${adviceText(found, one)}`),
    `${text.peers}: ${peersText(found)}`,
    `${text.independence}: ${independenceFact(found)}`,
    `WebRTC: ${webrtcText(found)}; ${text.candidates}: ${candidatesText(found)}`,
    `UDP: ${udpText(found)}`,
    `${text.clock}: ${clockText(found)}`,
    `${text.sleep}: ${stallText(found)}`,
    `${text.report.relays}: ${found.relays.length}`,
    ...found.relays.map((relay) => {
      const trip = relay.rttMs === undefined ? '' : `, ${relay.rttMs} ms`;
      return `- ${address(relay.address)}: ${relayText(relay)}${trip}`;
    }),
    `${text.report.failedDials}: ${found.dials.length}`,
    ...found.dials.map((dial) => `- ${id(dial.peerId)}, ${dialText(dial)}`),
    ...(about.addresses ?? []).map((own) => `${text.report.ownAddress}: ${own}`),
  ];
  return `${lines.join('\n')}\n`;
};
