// What a terminal node tells Prometheus: its status and how often each method was called. The meters are loaded when
// somebody asks for the first time; until then calls are counted in a map. Label values are names of methods and codes
// of errors, so the number of series is bounded.

import type { Registry } from 'prom-client';
import type { Status } from '../../shared/provider/index.ts';

export interface RpcMetrics {
  readonly counted: (method: string, code: number | undefined) => void;
  readonly contentType: () => string;
  readonly text: () => Promise<string>;
}

const figures: readonly (readonly [name: string, help: string, of: (status: Status) => number])[] = [
  ['height', 'Height of the newest block.', ({ height }) => height],
  ['settled_height', 'Blocks up to here count as final.', ({ settledHeight }) => settledHeight],
  ['sync_target', 'Height that the best peer announces.', ({ sync }) => sync.target],
  ['peers', 'Linked nodes.', ({ peers }) => peers.direct + peers.websocket + peers.relayed],
  ['relays', 'Linked relays.', ({ relays }) => relays.connected],
  ['mempool_transactions', 'Transactions that wait.', ({ mempool }) => mempool.count],
  ['mempool_bytes', 'Bytes of the transactions that wait.', ({ mempool }) => mempool.bytes],
  ['storage_bytes', 'Bytes of the store, as well as it can tell.', ({ storage }) => storage.bytes],
  ['producing', '1 while this node makes blocks.', ({ producing }) => (producing ? 1 : 0)],
];

export const createRpcMetrics = (status: () => Promise<Status | undefined>): RpcMetrics => {
  const calls = new Map<string, number>();
  let registry: Registry | undefined;

  const load = async (): Promise<Registry> => {
    const { collectDefaultMetrics, Counter, Gauge, Registry } = await import('prom-client');
    const made = new Registry();
    const registers = [made];
    collectDefaultMetrics({ register: made });
    for (const [name, help, of] of figures) {
      new Gauge({
        ...{ name: `tabchain_${name}`, help, registers },
        async collect() {
          const now = await status();
          if (now === undefined) this.reset();
          else this.set(of(now));
        },
      });
    }
    new Counter({
      ...{ name: 'tabchain_rpc_calls_total', help: 'Calls of JSON-RPC.', registers, labelNames: ['method', 'code'] },
      collect() {
        this.reset();
        for (const [key, count] of calls) {
          const [method = '', code = ''] = key.split(' ');
          this.inc({ method, code }, count);
        }
      },
    });
    return made;
  };

  return {
    counted: (method, code) => {
      const key = `${method} ${code ?? 0}`;
      calls.set(key, (calls.get(key) ?? 0) + 1);
    },
    contentType: () => registry?.contentType ?? 'text/plain; version=0.0.4; charset=utf-8',
    text: async () => {
      registry ??= await load();
      return registry.metrics();
    },
  };
};
