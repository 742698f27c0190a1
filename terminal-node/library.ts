// A node inside another Node program: `createNode` opens a data folder as `tabchain node` does, and gives the provider
// of `window.tabchain` for it. Owns the node until `stop`.
// Bounds: one node a data folder, which a second process or call finds locked.

import { formatJoinLink } from '../shared/core/link/index.ts';
import { parseChainSpec } from '../shared/core/model/index.ts';
import type { Call, EventListenerOf, EventName, Method, Provider, ResultOf } from '../shared/provider/index.ts';
import { folderCommand } from './node-options.ts';
import { startTerminalNode } from './terminal-node.ts';

export type * from '../shared/provider/index.ts';

export interface NodeOptions {
  /** the data folder */
  readonly data: string;
  /** join link of the network, or its spec; without both the network that the folder had open last */
  readonly link?: string;
  readonly spec?: Readonly<Record<string, unknown>>;
  /** multiaddrs: relays to be found through, nodes to connect to, where to listen (a free port of this machine) */
  readonly relays?: readonly string[];
  readonly dials?: readonly string[];
  readonly listen?: readonly string[];
  readonly mode?: 'full' | 'light';
  /** the same text is the same peer id */
  readonly seed?: string;
  /** The network could not be kept open; nothing answers any more. */
  readonly onLost?: () => void;
}

export interface LibraryNode extends Provider {
  /** Saves and closes everything. */
  readonly stop: () => Promise<void>;
}

const linkOf = ({ link, spec, relays = [] }: NodeOptions): string | undefined => {
  if (spec === undefined) return link;
  const parsed = parseChainSpec(spec);
  if (parsed.ok) return formatJoinLink('', { spec: parsed.value, relays }, Number.MAX_SAFE_INTEGER);
  const { path, expected } = parsed.error;
  throw new Error(`the spec is no network: ${path === '' ? 'the whole' : path} must be ${expected}.`);
};

/** Rejects with a sentence for what a person can put right. */
export const createNode = async (options: NodeOptions): Promise<LibraryNode> => {
  const link = linkOf(options);
  const node = await startTerminalNode({
    command: {
      ...folderCommand(options.data),
      network: link === undefined ? { type: 'known' } : { type: 'link', link },
      relays: options.relays ?? [],
      dials: options.dials ?? [],
      listen: options.listen ?? ['/ip4/127.0.0.1/tcp/0/ws'],
      mode: options.mode,
      seed: options.seed,
    },
    tell: () => undefined,
    onLost: options.onLost ?? (() => undefined),
  });
  const { provider } = node;
  return {
    request: <M extends Method>({ method, params }: Call<M>) =>
      provider.handle(method, params ?? {}) as Promise<ResultOf<M>>,
    on: <E extends EventName>(event: E, listener: EventListenerOf<E>) => provider.on(event, listener),
    off: <E extends EventName>(event: E, listener: EventListenerOf<E>) => provider.off(event, listener),
    stop: node.stop,
  };
};
