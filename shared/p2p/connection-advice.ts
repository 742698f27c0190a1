// From what a node found out about its connections to what a person should do: rules in the order in which they are worth
// trying, each a condition and its sentences. Pure; the same facts give the same advice.

import type { Advice, DiagnosisCause, DiagnosisFacts, RelayFinding } from './diagnosis.ts';

/** A minute: proof of work takes blocks from half a minute ahead, and a block time lies in between. */
const clockOffMs = 60_000;
/** A sleep longer ago than this explains nothing any more. */
const stallMattersMs = 120_000;

interface Rule {
  readonly cause: DiagnosisCause;
  readonly applies: (facts: DiagnosisFacts) => boolean;
  readonly text: (facts: DiagnosisFacts) => string;
}

const peerCount = ({ peers }: DiagnosisFacts): number => peers.direct + peers.websocket + peers.relayed;
const hasNobody = (facts: DiagnosisFacts): boolean => peerCount(facts) === 0;
const self = ({ kind }: DiagnosisFacts): string => (kind === 'tab' ? 'this tab' : 'this node');

const reached = ({ relays }: DiagnosisFacts): readonly RelayFinding[] => relays.filter((relay) => relay.reached);
const hasPlace = ({ relays }: DiagnosisFacts): boolean => relays.some(({ place }) => place === 'held');

/** No relay is reached; those that fail for this reason. */
const unreached = (facts: DiagnosisFacts, http: RelayFinding['http']): readonly RelayFinding[] =>
  facts.online && reached(facts).length === 0 ? facts.relays.filter((relay) => relay.http === http) : [];

/** Reached, and nobody has a place for us. */
const refused = (facts: DiagnosisFacts, ...refusals: readonly RelayFinding['refusal'][]): boolean =>
  !hasPlace(facts) && facts.relays.some(({ place, refusal }) => place === 'refused' && refusals.includes(refusal));

/** Said after what is wrong with all relays: with peers it is no emergency. */
const meanwhile = (facts: DiagnosisFacts): string =>
  hasNobody(facts)
    ? 'It is tried again every few seconds.'
    : `The links that ${self(facts)} has go on without it; only newcomers are harder to find.`;

const whichRelay = (relays: readonly RelayFinding[]): string =>
  relays.length === 1 ? 'The relay' : `None of the ${relays.length} relays`;

const hasFailedDirectly = ({ dials }: DiagnosisFacts): boolean => dials.some(({ path }) => path === 'webrtc');

const rules: readonly Rule[] = [
  {
    cause: 'offline',
    applies: ({ online }) => !online,
    text: () =>
      'This device has no network. Switch Wi-Fi or the cable on; the links come back by themselves within seconds.',
  },
  {
    cause: 'clock-off',
    applies: ({ clockOffsetMs = 0 }) => Math.abs(clockOffsetMs) > clockOffMs,
    text: ({ clockOffsetMs = 0 }) =>
      `This device’s clock is ${Math.round(Math.abs(clockOffsetMs) / 1000)} s ${clockOffsetMs > 0 ? 'behind' : 'ahead of'} those of its peers, so blocks are refused or wait. Let the system set its time automatically.`,
  },
  {
    cause: 'no-relay',
    applies: (facts) => facts.relays.length === 0 && hasNobody(facts),
    text: (facts) =>
      `No relay is known, so ${self(facts)} has nowhere to ask. Open the page from its relay’s address, open a join link that names one, or dial a node whose address you know.`,
  },
  {
    cause: 'page-insecure',
    applies: (facts) => unreached(facts, 'insecure').length > 0,
    text: () =>
      'This page is on https, and its relay speaks only ws, which browsers forbid. Its operator can give the relay a certificate or WebRTC-direct; or open the page at the relay’s own http address.',
  },
  {
    cause: 'origin-refused',
    applies: (facts) => unreached(facts, 'origin-refused').length > 0,
    text: () =>
      'A server answers at the relay’s address but does not let this page in. Open the page that the relay itself serves, or ask its operator to allow this page’s origin (--allow-origin).',
  },
  {
    cause: 'websocket-blocked',
    applies: (facts) => unreached(facts, 'answers').length > 0,
    text: (facts) =>
      `The relay’s page can be fetched but its WebSocket does not open: a proxy or filter between does not pass WebSockets, or the relay is being stopped. Try another network, or the relay’s https address. ${meanwhile(facts)}`,
  },
  {
    cause: 'relay-unreachable',
    applies: (facts) =>
      facts.online &&
      facts.relays.length > 0 &&
      facts.relays.every((relay) => !relay.reached && (relay.http ?? 'silent') !== 'insecure') &&
      facts.relays.some(({ http = 'silent' }) => http === 'silent' || http === 'unknown'),
    text: (facts) =>
      `${whichRelay(facts.relays)} ${facts.relays.length === 1 ? 'does not answer' : 'answers'}: it is switched off, its address has changed, or a firewall is between. Check that it runs, or ask for a newer join link. ${meanwhile(facts)}`,
  },
  {
    cause: 'network-refused',
    applies: (facts) => refused(facts, 'tag'),
    text: (facts) =>
      `The relay serves only networks that its operator has named, and this is none of them. Ask for the right link or relay, or ask the operator to add this network (--allow-tag). Until then nobody finds ${self(facts)} through it.`,
  },
  {
    cause: 'relay-full',
    applies: (facts) => refused(facts, 'full', 'address-full'),
    text: (facts) =>
      refused(facts, 'address-full')
        ? `The relay has no place left for your network address: a school or office shares one. Its operator can allow more (--reservations-per-ip). Until then ${self(facts)} can dial others, and others cannot dial it.`
        : `The relay is full: ${self(facts)} can dial others through it, and others cannot dial it. Use another relay, or ask its operator for more places (--reservations).`,
  },
  {
    cause: 'relay-stopping',
    applies: (facts) => refused(facts, 'draining'),
    text: (facts) => `The relay is being stopped and takes nobody new. ${meanwhile(facts)}`,
  },
  {
    cause: 'webrtc-blocked',
    applies: ({ webrtc }) => webrtc === 'failing' || webrtc === 'absent',
    text: (facts) =>
      `${facts.webrtc === 'absent' ? 'This browser has no WebRTC, or it is switched off' : 'This browser’s WebRTC does not work'}: an extension, a setting or a policy blocks it. Everything goes through the relay instead, slower and only while the relay stays. Allow WebRTC for this page, or use another browser.`,
  },
  {
    cause: 'udp-blocked',
    applies: ({ udp }) => udp === 'blocked',
    text: () =>
      'The relay answers over WebSocket, but nothing comes back over UDP: a firewall here blocks it, or the relay’s STUN port is closed. Direct links work only inside this network; others go through the relay. Try another network, or ask for UDP to be let out.',
  },
  {
    cause: 'alone',
    applies: (facts) => hasNobody(facts) && hasPlace(facts) && facts.known === 0,
    text: () =>
      'The relay is reached and works; nobody else of this network is there. Open this page in a second window, or send someone the join link. If others are there, compare the network’s name and chain id: a class may have two networks.',
  },
  {
    cause: 'dials-failing',
    applies: (facts) => hasNobody(facts) && (facts.known > 0 || facts.dials.length > 0) && facts.dials.length > 0,
    text: (facts) =>
      hasFailedDirectly(facts) && facts.webrtc === 'works'
        ? 'Others are there, but links to them fail. A firewall or the Wi-Fi’s client isolation may keep devices apart; after two failures a path through the relay is tried. If it stays so, try another network.'
        : 'Others are there, but links to them fail: they may just have left. It is tried again every few seconds.',
  },
  {
    cause: 'was-asleep',
    applies: ({ stall, time }) => stall !== undefined && time - stall.time < stallMattersMs,
    text: (facts) =>
      `${facts.kind === 'tab' ? 'This tab' : 'This machine'} stood still for ${Math.round((facts.stall?.ms ?? 0) / 1000)} s a moment ago: it slept, or the browser held back a hidden tab. Links are made again now; keep the tab in view if that happens often.`,
  },
  {
    cause: 'peers-silent',
    applies: ({ peers }) => peers.silent > 0,
    text: ({ peers }) =>
      `${peers.silent === 1 ? 'A peer has' : `${peers.silent} peers have`} not answered for some seconds: their tabs may be frozen in the background, or gone. They are given up by themselves.`,
  },
  {
    cause: 'address-hidden',
    applies: ({ hideAddress }) => hideAddress,
    text: () =>
      'Your address is hidden, so everything goes through relays: slower, and only while a relay stays. Switch that off to link directly.',
  },
];

const allWell = (facts: DiagnosisFacts): string => {
  if (hasNobody(facts)) return 'Nothing is wrong that can be seen from here; links take some seconds. Look again soon.';
  const others = peerCount(facts) === 1 ? 'one other node' : `${peerCount(facts)} other nodes`;
  return `All is well: ${self(facts)} is linked with ${others}.`;
};

/** What to do about it, most likely first; never empty. */
export const adviceFor = (facts: DiagnosisFacts): readonly Advice[] => {
  const advice = rules
    .filter(({ applies }) => applies(facts))
    .map(({ cause, text }): Advice => ({ cause, text: text(facts) }));
  return advice.length > 0 ? advice : [{ cause: 'none', text: allWell(facts) }];
};
