// The window's half of the network: one libp2p host for the chain that the worker has open, its events posted to the
// worker, the worker's calls performed. Owns the host; at most one at a time, in the order in which the worker asked.
// Light: libp2p itself is in tab-host.ts, which is loaded after the first paint.

import type { BookStore, Host, NetworkLogEntry } from '../shared/p2p/index.ts';
import { type HostAnswer, type HostRequest, type NetworkCall, type ToWorker, transferOfEvent } from './messages.ts';
import type { openTabHost } from './tab-host.ts';

export interface WindowHostOptions {
  /** 32 bytes: the identity of this slot */
  readonly seed: Uint8Array;
  readonly agent: string;
  /** the remembered addresses of one chain's peers */
  readonly bookFor: (chainId: string) => BookStore;
  readonly post: (message: ToWorker, transfer: readonly Transferable[]) => void;
  /** Resolves when tab-host.ts is there, however long that takes. */
  readonly loadTabHost: () => Promise<{ readonly openTabHost: typeof openTabHost }>;
}

export interface WindowHost {
  readonly open: (chainId: string, relays: readonly string[]) => void;
  readonly close: () => void;
  readonly call: (call: NetworkCall) => void;
  readonly request: (request: HostRequest) => Promise<HostAnswer>;
  /** the page is visible or online again */
  readonly wake: () => void;
  /** the page is going: tell the neighbours */
  readonly leave: () => void;
}

/** Screens need no more; a node's own snapshot carries what is urgent (ms). */
const snapshotEveryMs = 250;

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

const answer = async (host: Host, request: HostRequest): Promise<HostAnswer> => {
  if (request.type === 'dial') {
    const dialled = await host.dial(request.address);
    if ('peerId' in dialled) return { ok: true, value: dialled.peerId };
    return { ok: false, reason: dialled.type === 'dial-failed' ? dialled.reason : 'that is not an address' };
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

/** Posts the host's snapshot when it changes, at most once in `snapshotEveryMs`. */
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
  return () => {
    off();
    clearTimeout(timer);
  };
};

export const createWindowHost = (options: WindowHostOptions): WindowHost => {
  const { post } = options;
  let current: Host | undefined;
  let endSnapshots: () => void = () => undefined;
  /** opening and closing one after the other */
  let queue: Promise<void> = Promise.resolve();

  const onLog = (entry: NetworkLogEntry): void => {
    post({ type: 'host-log', entry }, []);
  };
  const open = async (chainId: string, relays: readonly string[]): Promise<void> => {
    const { openTabHost } = await options.loadTabHost();
    const host = await openTabHost({
      seed: options.seed,
      chainId,
      agent: options.agent,
      relays,
      book: options.bookFor(chainId),
      onLog,
      onText: (topic, from, text) => {
        post({ type: 'host-text', topic, from, text }, []);
      },
    });
    host.network.listen((event) => {
      post({ type: 'network-event', event }, transferOfEvent(event));
    });
    endSnapshots = postSnapshots(host, post);
    current = host;
  };
  const close = async (): Promise<void> => {
    endSnapshots();
    const host = current;
    current = undefined;
    await host?.stop();
  };
  const inOrder = (step: () => Promise<void>): void => {
    queue = queue.then(step).catch((cause: unknown) => {
      onLog({ level: 'warning', what: 'the network could not be opened', fault: String(cause) });
    });
  };

  return {
    open: (chainId, relays) => {
      inOrder(() => open(chainId, relays));
    },
    close: () => {
      inOrder(close);
    },
    call: (call) => {
      if (current !== undefined) perform(current, call);
    },
    request: async (request) => {
      if (current === undefined) return { ok: false, reason: 'the network is not open yet' };
      return answer(current, request);
    },
    wake: () => {
      current?.wake();
    },
    leave: () => {
      current?.leave();
    },
  };
};
