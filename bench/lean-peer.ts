// A peer that costs little, of which one process holds dozens: the libp2p host of the product with real WebRTC or WebSockets,
// and a light node of the core on a store in memory. It follows and makes nothing. It has no provider, wallet or database, and
// keeps away from the peers it is told to, so that it is linked with the measured tab and not with its likes.
// Bounds: those of a host and of a light node.

import { webRTC } from '@libp2p/webrtc';
import sodium from 'libsodium-wrappers';
import { engineFor } from '../shared/core/consensus/index.ts';
import { signatureCheckFrom } from '../shared/core/crypto/index.ts';
import { createGenesis } from '../shared/core/chain/index.ts';
import { encodeChainSpec } from '../shared/core/model/index.ts';
import type { ChainSpec } from '../shared/core/model/index.ts';
import { createNode, loadChain, openMemoryStore, runNode } from '../shared/core/node/index.ts';
import { createHost } from '../shared/p2p/index.ts';
import type { Host } from '../shared/p2p/index.ts';
import { createSystemClock } from '../shared/ports/index.ts';
import { createInlineSealer } from '../shared/testing/index.ts';

export interface LeanPeer {
  readonly host: Host;
  readonly height: () => number;
  readonly stop: () => Promise<void>;
}

export interface LeanPeerPlan {
  readonly spec: ChainSpec;
  /** 32 bytes */
  readonly seed: Uint8Array;
  /** addresses of this machine; none: it dials, over WebRTC */
  readonly listen: readonly string[];
  /** ids of peers that it never links with */
  readonly avoids: readonly string[];
}

/** Refusals last ten minutes (shared/p2p/score-table.ts). */
const avoidAgainMs = 240_000;
/** A penalty that spends any score. */
const allPoints = 100;

export async function startLeanPeer({ spec, seed, listen, avoids }: LeanPeerPlan): Promise<LeanPeer> {
  await sodium.ready;
  const signatureCheck = signatureCheckFrom(sodium);
  const [clock, store] = [createSystemClock(), openMemoryStore()];
  const rules = { spec, engine: engineFor(spec, { signatureCheck }), signatureCheck };
  const loaded = await loadChain({ ...rules, store, now: clock.now(), mode: 'light' });
  const host = await createHost({
    ...{ seed, listen, kind: 'terminal', agent: 'lean peer', relays: [] },
    ...{ chainId: createGenesis(spec).chainId, spec: encodeChainSpec(spec) },
    ...(listen.length === 0 ? { webrtc: [webRTC({ rtcConfiguration: { iceServers: [] } })] } : {}),
  });
  const avoid = (): void => {
    for (const peer of avoids) host.network.penalise(peer, allPoints, 'kept apart');
  };
  avoid();
  const avoiding = setInterval(avoid, avoidAgainMs);
  let height = 0;
  const running = runNode(
    createNode({ ...loaded, signatureCheck, start: 'auto' }),
    { network: host.network, clock, store, sealer: createInlineSealer() },
    {
      onSnapshot: (snapshot) => {
        ({ height } = snapshot);
      },
      onEvent: () => undefined,
      onMove: () => undefined,
      onFailure: (cause) => {
        console.error('a lean peer stopped:', cause);
      },
    },
  );
  return {
    host,
    height: () => height,
    stop: async () => {
      clearInterval(avoiding);
      await running.stop();
      await host.stop();
    },
  };
}
