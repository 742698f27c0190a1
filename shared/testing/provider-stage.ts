// A provider over real parts in one process: core, memory stores, libsodium, Argon2id with small costs, an inline sealer
// and networks that the test links. Time stands still until the test moves it. What a browser would keep (profile, chain
// disks) outlives a provider, so that reloads can be played. Owns nothing beyond the test.

import { argon2id } from 'hash-wasm';
import { engineFor } from '../core/consensus/index.ts';
import { type ChainSpec, chainSpecJson } from '../core/model/index.ts';
import {
  createMemoryDisk,
  createNode,
  loadChain,
  type MachineSource,
  type MemoryDisk,
  openMemoryStore,
  type Random,
  runNode,
  type Store,
} from '../core/node/index.ts';
import { passphraseBytes, stretchedKeyLength, type StretchPassphrase } from '../core/wallet/index.ts';
import {
  createProvider,
  type DiagnosisShape,
  type HostControls,
  type IndependenceShape,
  type KeyValues,
  type NodeProvider,
  type OpenNetwork,
  type Method,
  type ParamsOf,
  type ProviderOptions,
  type ResultOf,
} from '../provider/index.ts';
import { createInlineSealer } from './inline-sealer.ts';
import { loadSignatureCheck } from './load-signature-check.ts';
import { createLinkedNetwork, type NodeLinks } from './linked-network.ts';
import { createManualTime, type ManualTime } from './manual-time.ts';

export interface Heard {
  readonly event: string;
  readonly payload: unknown;
}

export interface StagedTab {
  readonly provider: NodeProvider;
  readonly peerId: string;
  readonly request: <M extends Method>(method: M, params: ParamsOf<M>) => Promise<ResultOf<M>>;
  /** what the call was refused with */
  readonly refusal: (method: string, params?: unknown) => Promise<unknown>;
  /** all events since the start, in order */
  readonly heard: readonly Heard[];
}

export interface Stage {
  readonly time: ManualTime;
  readonly net: NodeLinks;
  readonly profile: KeyValues;
  readonly disks: Map<string, MemoryDisk>;
  /** Makes the provider of a tab in a slot; it has to be started. */
  readonly tab: (slot: number, changes?: Partial<ProviderOptions>) => StagedTab;
  /** What the provider of a slot is made of, for a test that changes a part of a part. */
  readonly optionsOf: (slot: number) => ProviderOptions;
  /** A tab on the network of this spec, without relays, or on none; `close` stops it. */
  readonly open: (slot: number, spec?: ChainSpec) => Promise<StagedTab>;
  /** Moves time until the condition holds; throws, naming `what`, when it does not. */
  readonly inTime: (what: string, condition: () => boolean | Promise<boolean>) => Promise<void>;
  /** Lets the tab produce so many blocks and no more, since each has to wait for its time. */
  readonly mine: (tab: StagedTab, blocks: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** As cheap as Argon2id can be. */
export const cheapStretch = { memoryKib: 8, passes: 1, lanes: 1 } as const;

const stretch: StretchPassphrase = (passphrase, salt, { memoryKib, passes, lanes }) =>
  argon2id({
    password: passphraseBytes(passphrase),
    salt,
    memorySize: memoryKib,
    iterations: passes,
    parallelism: lanes,
    hashLength: stretchedKeyLength,
    outputType: 'binary',
  });

const random: Random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

export const createMemoryProfile = (): KeyValues => {
  const entries = new Map<string, Uint8Array>();
  return {
    get: async (key) => entries.get(key)?.slice(),
    put: async (key, value) => void entries.set(key, value.slice()),
    delete: async (key) => void entries.delete(key),
    list: async (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)).sort(),
    update: async (key, change) => {
      const current = entries.get(key)?.slice();
      const next = change(current);
      if (next === undefined) entries.delete(key);
      else if (next !== current) entries.set(key, next.slice());
      return next;
    },
  };
};

/** Of a node that is linked directly with so many, which it needs no relay for. */
const independenceOf = (direct: number): IndependenceShape => ({
  level: direct === 0 ? 'alone' : direct === 1 ? 'thin' : 'independent',
  ...{ relays: 0, neighbours: Math.max(0, direct - 1) },
});

const diagnosisOf = (direct: number, now: number): DiagnosisShape => ({
  ...{ time: now, kind: 'tab', hideAddress: false, online: true, relays: [], webrtc: 'unused', udp: 'unknown' },
  ...{ peers: { direct, websocket: 0, relayed: 0, silent: 0 }, known: direct, dials: [] },
  independence: independenceOf(direct),
  advice: [{ cause: 'none', text: 'All is well.' }],
});

const hostOf = (net: NodeLinks, peerId: string, time: ManualTime): HostControls => ({
  peerId,
  snapshot: () => ({
    peers: net.peersOf(peerId).map((peer) => ({
      peerId: peer,
      path: 'direct',
      kind: 'tab',
      rttMs: undefined,
      score: 0,
      since: time.now(),
    })),
    relays: { connected: 0, known: 0, linked: [] },
    known: [],
    addresses: [`/memory/p2p/${peerId}`],
    independence: independenceOf(net.peersOf(peerId).length),
  }),
  dial: async (address) => {
    const peer = address.split('/').at(-1) ?? '';
    if (!peer.startsWith('12D3KooW')) return { ok: false, reason: 'nobody is there' };
    net.link(peerId, peer);
    return { ok: true, value: peer };
  },
  subscribe: async (topic) =>
    topic.startsWith(' ') ? { ok: false, reason: 'topic-name-invalid' } : { ok: true, value: undefined },
  unsubscribe: async () => ({ ok: true, value: undefined }),
  fetchSpec: async () => ({ ok: true, value: [] }),
  askWelcome: async () => ({ ok: true, value: undefined }),
  publish: async () => ({ ok: true, value: net.peersOf(peerId).length }),
  diagnose: async () => ({ ok: true, value: diagnosisOf(net.peersOf(peerId).length, time.now()) }),
  settings: async ({ hideAddress = false }) => ({ ok: true, value: { hideAddress } }),
});

interface Openings {
  readonly net: NodeLinks;
  readonly time: ManualTime;
  readonly diskOf: (chainId: string) => MemoryDisk;
  readonly peerId: string;
  /** the contract machine; without it a contract stops the node */
  readonly contracts?: MachineSource;
  /** wraps the store of every opening, for tests of failures */
  readonly wrapStore?: (store: Store) => Store;
}

/** Where no contract is met. */
export const noMachine: MachineSource = {
  machine: () => undefined,
  load: () => Promise.reject(new Error('this stage has no contract machine')),
};

export const openingOf =
  ({ net, time, diskOf, peerId, wrapStore = (store) => store, contracts = noMachine }: Openings): OpenNetwork =>
  async ({ chainId, spec, how, checkpoint }, listeners, signer) => {
    const mode = how?.mode ?? 'full';
    const signatureCheck = await loadSignatureCheck();
    const engine = engineFor(spec, { signatureCheck });
    const store = wrapStore(openMemoryStore(diskOf(chainId)));
    const clock = time.clock();
    const loaded = await loadChain({
      spec,
      engine,
      signatureCheck,
      store,
      now: clock.now(),
      mode,
      contracts,
    });
    const node = createNode({ ...loaded, signatureCheck, start: how?.start ?? 'auto', checkpoint });
    const sealer = createInlineSealer();
    const { network } = net.join(peerId);
    const running = runNode(node, { network, clock, store, sealer, signer, contracts }, listeners);
    return {
      spec,
      node,
      running,
      store,
      contracts,
      hashRate: () => sealer.hashRate(),
      close: async () => {
        await running.stop();
        await store.close();
      },
    };
  };

const listening = (provider: NodeProvider): readonly Heard[] => {
  const heard: Heard[] = [];
  provider.onAny((event, payload) => void heard.push({ event, payload }));
  return heard;
};

const refusalOf = async (answer: Promise<unknown>): Promise<unknown> => {
  try {
    await answer;
  } catch (error) {
    return error;
  }
  throw new Error('the call was not refused');
};

export const heightOf = async ({ request }: StagedTab): Promise<number> => (await request('node_status', {})).height;

export const peerIdOf = (slot: number): string => `12D3KooWTestTab${'x'.repeat(20)}${slot + 1}`;

export const createStage = (startMs: number): Stage => {
  const time = createManualTime(startMs);
  const net = createLinkedNetwork();
  const profile = createMemoryProfile();
  const disks = new Map<string, MemoryDisk>();
  const diskOf =
    (slot: number) =>
    (chainId: string): MemoryDisk => {
      const key = `${slot}-${chainId}`;
      const disk = disks.get(key) ?? createMemoryDisk();
      disks.set(key, disk);
      return disk;
    };
  const optionsOf = (slot: number): ProviderOptions => {
    const peerId = peerIdOf(slot);
    return {
      ...{ version: '0.0.0-test', kind: 'tab', slot, pageUrl: 'http://page.test/' },
      ...{ profile, clock: time, random, stretch, stretchParameters: cheapStretch },
      signatureCheck: loadSignatureCheck,
      host: hostOf(net, peerId, time),
      openNetwork: openingOf({ net, time, diskOf: diskOf(slot), peerId }),
    };
  };
  const tab = (slot: number, changes: Partial<ProviderOptions> = {}): StagedTab => {
    const peerId = peerIdOf(slot);
    const provider = createProvider({ ...optionsOf(slot), ...changes });
    return {
      provider,
      peerId,
      heard: listening(provider),
      request: <M extends Method>(method: M, params: ParamsOf<M>) =>
        provider.handle(method, params) as Promise<ResultOf<M>>,
      refusal: (method, params) => refusalOf(provider.handle(method, params)),
    };
  };
  return { ...{ time, net, profile, disks, tab, optionsOf }, ...actsOn(time, tab) };
};

/** What a test does with a stage again and again. */
const actsOn = (time: ManualTime, tab: Stage['tab']): Pick<Stage, 'open' | 'inTime' | 'mine' | 'close'> => {
  const opened: StagedTab[] = [];
  const inTime: Stage['inTime'] = (what, condition) =>
    until(what, async () => {
      if (await condition()) return true;
      time.advance(100);
      return false;
    });
  return {
    open: async (slot, spec) => {
      const one = tab(slot);
      opened.push(one);
      await one.provider.start(spec === undefined ? undefined : { spec: chainSpecJson(spec), relays: [] });
      return one;
    },
    inTime,
    mine: async (one, blocks) => {
      const height = (await heightOf(one)) + blocks;
      await one.request('production_start', {});
      await inTime(`height ${height}`, async () => (await heightOf(one)) >= height);
      await one.request('production_stop', {});
    },
    close: async () => {
      for (const { provider } of opened.splice(0)) await provider.stop();
    },
  };
};

/** Below the five seconds that a test has. */
const deadlineMs = 3000;

/** Lets others run until the condition holds; throws, naming `what`, when it does not in time. */
export const until = async (what: string, condition: () => boolean | Promise<boolean>): Promise<void> => {
  const end = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await new Promise((resolve) => void setTimeout(resolve, 0));
  }
};
