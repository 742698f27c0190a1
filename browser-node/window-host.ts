// The window's half of the network: one libp2p host for the chain that the worker has open, its events posted to the
// worker, the worker's calls performed. Owns the host; at most one at a time, in the order in which the worker asked.
// Light: libp2p itself is in tab-host.ts, which is loaded after the first paint.

import type { BookStore, Host, NetworkLogEntry, WelcomeAnswer, WelcomeQuestion } from '../shared/p2p/index.ts';
import { type HostAnswer, type HostRequest, type NetworkCall, type ToWorker, transferOfEvent } from './messages.ts';
import type { HiddenAddress } from './hidden-address.ts';
import type { openTabHost } from './tab-host.ts';
import type { WindowFiles } from './window-files.ts';

export interface WindowHostOptions {
  /** 32 bytes: the identity of this slot */
  readonly seed: Uint8Array;
  readonly agent: string;
  /** the remembered addresses of one chain's peers */
  readonly bookFor: (chainId: string) => BookStore;
  readonly hiddenAddress: HiddenAddress;
  readonly files: WindowFiles;
  readonly post: (message: ToWorker, transfer: readonly Transferable[]) => void;
  /** Resolves when tab-host.ts is there, however long that takes. */
  readonly loadTabHost: () => Promise<{ readonly openTabHost: typeof openTabHost }>;
}

/** What the host of a network has to know of it. */
export interface HostNetwork {
  readonly chainId: string;
  /** canonical bytes */
  readonly spec: Uint8Array;
  readonly relays: readonly string[];
  /** of this host's seed */
  readonly publicKey: Uint8Array;
}

export interface WindowHost {
  readonly open: (network: HostNetwork) => void;
  readonly close: () => void;
  readonly call: (call: NetworkCall) => void;
  readonly request: (request: HostRequest) => Promise<HostAnswer>;
  /** the worker's answer to a newcomer that asked for coins */
  readonly answerWelcome: (number: number, answer: WelcomeAnswer) => void;
  /** STUN URIs of the page's own relay, for networks opened from now on */
  readonly useStun: (uris: readonly string[]) => void;
  /** the page is visible or online again */
  readonly wake: () => void;
  /** the page is going: tell the neighbours */
  readonly leave: () => void;
}

/** Screens need no more; a node's own snapshot carries what is urgent (ms). */
const snapshotEveryMs = 250;

/** Round trips and what the book holds change without an event (ms). */
const snapshotAnywayMs = 5_000;

const perform = ({ network }: Host, call: NetworkCall): void => {
  switch (call.type) {
    case 'send':
      network.send(call.peer, call.bytes);
      return;
    case 'publish':
      network.publish(call.topic, call.bytes);
      return;
    case 'judge':
      network.judge(call.messageId, call.verdict);
      return;
    case 'penalise':
      network.penalise(call.peer, call.points, call.reason);
  }
};

type OfHost = Exclude<HostRequest, { readonly type: 'settings' | 'fetch-spec' | 'files' }>;
type SettingsChange = Extract<HostRequest, { readonly type: 'settings' }>['change'];

const answer = async (host: Host, request: OfHost): Promise<HostAnswer> => {
  if (request.type === 'diagnose') return { ok: true, value: await host.diagnose() };
  if (request.type === 'dial') {
    const dialled = await host.dial(request.address);
    if ('peerId' in dialled) return { ok: true, value: dialled.peerId };
    return { ok: false, reason: dialled.type === 'dial-failed' ? dialled.reason : 'that is not an address' };
  }
  if (request.type === 'ask-welcome') {
    return { ok: true, value: await host.askWelcome(request.peer, request.account) };
  }
  if (request.type === 'publish') {
    const published = await host.topics.publish(request.topic, request.text);
    return 'reached' in published ? { ok: true, value: published.reached } : { ok: false, reason: published.type };
  }
  if (request.type === 'unsubscribe') {
    host.topics.unsubscribe(request.topic);
    return { ok: true, value: undefined };
  }
  const fault = host.topics.subscribe(request.topic);
  return fault === undefined ? { ok: true, value: undefined } : { ok: false, reason: fault.type };
};

/** Posts the host's snapshot when it changes, at most once in `snapshotEveryMs`, and now and then. */
const postSnapshots = (host: Host, post: WindowHostOptions['post']): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = (): void => {
    timer = undefined;
    post({ type: 'host-snapshot', snapshot: host.snapshot() }, []);
  };
  send();
  const off = host.subscribe(() => {
    timer ??= setTimeout(send, snapshotEveryMs);
  });
  const anyway = setInterval(() => {
    timer ??= setTimeout(send, 0);
  }, snapshotAnywayMs);
  return () => {
    off();
    clearInterval(anyway);
    clearTimeout(timer);
  };
};

/** The host that is open, if any. Its steps are to be taken one after the other. */
interface HostPlace {
  readonly current: () => Host | undefined;
  readonly open: (network: HostNetwork, stun: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Where the setting is another now, the host that is open is stopped and another of its network takes its place. */
  readonly followSetting: () => Promise<void>;
}

/** Newcomers' questions on their way through the worker and back; the stream of each ends by itself after some seconds. */
const createWelcomeDoor = (post: WindowHostOptions['post']) => {
  const waiting = new Map<number, (answer: WelcomeAnswer) => void>();
  let last = 0;
  return {
    ask: (question: WelcomeQuestion): Promise<WelcomeAnswer> =>
      new Promise((resolve) => {
        const number = ++last;
        waiting.set(number, resolve);
        post({ type: 'welcome-asked', number, question }, []);
      }),
    answer: (number: number, answer: WelcomeAnswer): void => {
      waiting.get(number)?.(answer);
      waiting.delete(number);
    },
  };
};

const createHostPlace = (
  options: WindowHostOptions,
  onLog: (entry: NetworkLogEntry) => void,
  onWelcome: (question: WelcomeQuestion) => Promise<WelcomeAnswer>,
): HostPlace => {
  const { post, seed, agent, hiddenAddress } = options;
  let current: Host | undefined;
  let opened: { readonly hideAddress: boolean; readonly again: () => Promise<void> } | undefined;
  let endSnapshots: () => void = () => undefined;

  const open: HostPlace['open'] = async (network, stun) => {
    const { openTabHost } = await options.loadTabHost();
    const { chainId, spec, relays, publicKey } = network;
    const hideAddress = hiddenAddress.isHidden();
    const host = await openTabHost({
      ...{ seed, publicKey, chainId, spec, agent, relays, hideAddress, stun, onLog, onWelcome },
      book: options.bookFor(chainId),
      onText: (topic, from, text) => {
        post({ type: 'host-text', topic, from, text }, []);
      },
    });
    host.network.listen((event) => {
      post({ type: 'network-event', event }, transferOfEvent(event));
    });
    endSnapshots = postSnapshots(host, post);
    current = host;
    options.files.hostOpened(host, network.chainId);
    opened = { hideAddress, again: () => open(network, stun) };
  };
  const close = async (): Promise<void> => {
    endSnapshots();
    const host = current;
    current = undefined;
    opened = undefined;
    await options.files.hostCloses();
    await host?.stop();
  };
  const followSetting = async (): Promise<void> => {
    if (opened === undefined || opened.hideAddress === hiddenAddress.isHidden()) return;
    const { again } = opened;
    await close();
    await again();
  };
  return { current: () => current, open, close, followSetting };
};

/** A newcomer has this long to find somebody who knows the network (ms). */
const fetchSpecMs = 30_000;

/** By a host of its own, of an identity for this once: the one that is open is of another network. */
const fetchSpec = async (
  { loadTabHost, agent, hiddenAddress }: WindowHostOptions,
  { chainId, relays }: Extract<HostRequest, { readonly type: 'fetch-spec' }>,
  stun: readonly string[],
): Promise<HostAnswer> => {
  const { openTabHost } = await loadTabHost();
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const host = await openTabHost({ seed, chainId, agent, relays, stun, hideAddress: hiddenAddress.isHidden() });
  try {
    return { ok: true, value: await host.fetchSpec(fetchSpecMs) };
  } finally {
    await host.stop();
  }
};

export const createWindowHost = (options: WindowHostOptions): WindowHost => {
  const { post, hiddenAddress } = options;
  const onLog = (entry: NetworkLogEntry): void => {
    post({ type: 'host-log', entry }, []);
  };
  const door = createWelcomeDoor(post);
  const place = createHostPlace(options, onLog, door.ask);
  let stun: readonly string[] = [];
  /** opening and closing one after the other */
  let queue: Promise<void> = Promise.resolve();
  const inOrder = (step: () => Promise<void>): void => {
    queue = queue.then(step).catch((cause: unknown) => {
      onLog({ level: 'warning', what: 'the network could not be opened', fault: String(cause) });
    });
  };

  hiddenAddress.onElsewhere(() => inOrder(place.followSetting));
  const settings = async ({ hideAddress }: SettingsChange): Promise<HostAnswer> => {
    if (hideAddress !== undefined) {
      hiddenAddress.set(hideAddress);
      inOrder(place.followSetting);
      await queue;
    }
    return { ok: true, value: { hideAddress: hiddenAddress.isHidden() } };
  };

  return {
    open: (network) => {
      inOrder(() => place.open(network, stun));
    },
    close: () => {
      inOrder(place.close);
    },
    call: (call) => {
      const host = place.current();
      if (host !== undefined) perform(host, call);
    },
    answerWelcome: door.answer,
    useStun: (uris) => {
      stun = uris;
    },
    request: async (request) => {
      if (request.type === 'settings') return settings(request.change);
      if (request.type === 'fetch-spec') return fetchSpec(options, request, stun);
      if (request.type === 'files') return { ok: true, value: await options.files.ask(request.request) };
      const host = place.current();
      return host === undefined ? { ok: false, reason: 'the network is not open yet' } : answer(host, request);
    },
    wake: () => {
      place.current()?.wake();
    },
    leave: () => {
      place.current()?.leave();
    },
  };
};
