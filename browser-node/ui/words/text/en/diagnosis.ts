// Why there are no peers, and what to do: the panel on the network screen and the report that it gives out. In English the
// advice is the node's own (shared/p2p/connection-advice.ts); other languages say it anew, by its cause.

import type { DiagnosisShape } from '../../../../../shared/provider/index.ts';
import { forms } from './forms.ts';

const { counted } = forms;

/** What an advice says, by the cause that the node names. */
export type AdviceTexts = Readonly<Record<string, (found: DiagnosisShape) => string>>;

export const diagnosis = {
  check: 'Check my connection',
  checkAbout: 'Looks at relays, WebRTC, UDP and clock, and says what to do.',
  why: 'Why no peers?',
  yours: 'Your connection',
  looking: 'Looking…',
  lookAgain: 'Look again',
  close: 'Close',
  failed: 'The connection could not be looked at.',
  lookingAt: 'Looking at relays, WebRTC, UDP and clock. This takes up to five seconds.',
  relaysNow: 'Relays as they answer now',
  relay: 'Relay',
  does: 'What it does',
  roundTrip: 'Round trip',
  roundTripTitle: 'Time for a message there and back',
  peers: 'Peers',
  independence: 'Independence',
  independenceTitle: 'How much could go with this tab still in the network',
  webrtcTitle: 'What browsers link directly with',
  candidates: 'Candidates',
  candidatesTitle: 'Addresses under which others may try to reach this device',
  udpTitle: 'What WebRTC travels on',
  clock: 'Clock',
  sleep: 'Sleep',
  dials: (count: number) => `Dials that failed in the last ten minutes: ${count}`,
  whole: 'with whole ids and this device’s addresses',
  advice: {} as AdviceTexts,
  facts: {
    refusals: {
      full: 'Reached, but full: others cannot reach you through it',
      'address-full': 'Reached, but has no more places for your network address',
      tag: 'Reached, but does not serve this network',
      draining: 'Reached, but is being stopped',
    },
    findings: {
      answers: 'its page answers, its WebSocket does not',
      'origin-refused': 'it does not let this page in',
      silent: 'nobody answers there',
      insecure: 'a page on https may not open it',
      unknown: 'why is not known',
    },
    noRoom: 'Full: it has no room for another peer now',
    notReached: (why: string) => `Not reached: ${why}`,
    isNode: 'Linked; it is a node of this network',
    noPlaceYet: 'Reached; it has not given a place yet',
    works: 'Works; names nobody else',
    worksWith: (told: number) => `Works; names ${counted(told, { one: 'other node', other: 'other nodes' })}`,
    webrtc: {
      works: 'Works',
      failing: 'Blocked: it fails when used',
      absent: 'Missing or switched off in this browser',
      unused: 'Not used',
    },
    webrtcHidden: 'Not used: your address is hidden',
    udp: {
      open: 'Open: the relay’s STUN answers',
      blocked: 'Blocked: nothing comes back from the relay’s STUN',
      unknown: 'Not tested: no STUN to ask, or none needed',
    },
    noCandidates: 'None gathered',
    candidates: (host: number, srflx: number, relay: number, mdns: boolean) =>
      `${host} local${mdns ? ' (hidden behind mDNS names)' : ''}, ${srflx} seen by STUN, ${relay} relayed`,
    peers: (direct: number, websocket: number, relayed: number) =>
      `${direct} direct, ${websocket} by WebSocket, ${relayed} through a relay`,
    silent: (count: number) => `; ${count} silent`,
    known: (count: number) => `; ${count} known to be there`,
    clockUnknown: 'Not measured: that takes three peers',
    clockAgrees: 'Agrees with the peers’',
    clockBehind: (duration: string) => `${duration} behind the peers’`,
    clockAhead: (duration: string) => `${duration} ahead of the peers’`,
    paths: { webrtc: 'WebRTC', relayed: 'through a relay', address: 'its address' },
    noSleep: 'None noticed',
    slept: (duration: string, ago: string) => `Stood still for ${duration}, ${ago}`,
  },
  report: {
    head: (version: string, time: string) => `Tabchain ${version}, connection of ${time}`,
    node: (node: string, network: string) => `Node ${node}, network ${network}`,
    relays: 'Relays',
    failedDials: 'Failed dials',
    ownAddress: 'Own address',
  },
};
