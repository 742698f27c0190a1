// What a node does that has seen one key seal two headers in one slot: it says so in its log, and reports it to the chain as
// this tab's person, where that can be done without asking (evidence-reporter.ts). A report can be lost: its nonce is of a
// chain that is left a moment later, or it expires. So it is made anew with the next block, until the chain has the evidence.
// Owns the pairs that are still open. Bounds: `openMax` of them, each for `openBlocks` blocks; one report at a time.

import { evidenceRecordOf } from '../core/state/index.ts';
import { messageOf } from './api-error.ts';
import { type EvidencePlace, type EvidenceReporterParts, reportEvidence } from './evidence-reporter.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import type { Live } from './open-network.ts';

const openMax = 64;
const openBlocks = 128;

/** The node of the open network, as far as evidence asks. */
export interface EvidenceNode {
  readonly place: Omit<EvidencePlace, 'nextNonce'>;
  readonly mempool: Pick<Live['session']['node']['mempool'], 'list'>;
  readonly nextNonce: EvidencePlace['nextNonce'];
  readonly submit: EvidenceReporterParts['submit'];
}

/** Two whole headers, the lower id first. */
interface Equivocation {
  readonly first: Uint8Array;
  readonly second: Uint8Array;
}

export interface EquivocationDesk {
  /** `undefined`: a light node, whose log alone hears of it. Neither function ever rejects. */
  readonly seen: (node: EvidenceNode | undefined, equivocation: Equivocation) => Promise<void>;
  /** The head has moved. */
  readonly look: (node: EvidenceNode) => Promise<void>;
}

interface Open {
  readonly payload: Parameters<typeof reportEvidence>[2];
  readonly untilHeight: number;
  /** that it cannot be reported from here was said */
  told: boolean;
}

/** `undefined` for a light node: it has neither the stakes nor the signers, so others report. */
export const evidenceNodeOf = ({ session }: Live): EvidenceNode | undefined => {
  const { chain, mempool, accounts } = session.node;
  if (chain.mode === 'light') return undefined;
  return {
    place: { chainId: chain.chainId, spec: chain.spec, state: chain.state, height: chain.head().height },
    mempool,
    nextNonce: (sender) => mempool.nextNonce(sender, accounts),
    submit: (bytes) => session.running.submit({ type: 'submit-transaction', bytes }),
  };
};

/** Whether evidence of the same offence waits for a block, whoever sent it. */
const waits = ({ mempool }: EvidenceNode, record: string): boolean =>
  mempool.list().some(({ transaction: { payload } }) => {
    return payload.kind === 'evidence' && evidenceRecordOf(payload) === record;
  });

export interface DeskParts extends Omit<EvidenceReporterParts, 'submit'> {
  /** whatever else takes a nonce of the same senders waits meanwhile; nothing does unless given */
  readonly inTurn?: OneAtATime;
}

export const createEquivocationDesk = (
  { senders, sign, inTurn = (step) => step() }: DeskParts,
  note: (what: string) => void,
): EquivocationDesk => {
  /** by the record that the chain has once it knows */
  const open = new Map<string, Open>();
  let chainId: string | undefined;
  let reporting = false;

  const report = async (node: EvidenceNode, entry: Open): Promise<void> => {
    try {
      const parts = { senders, sign, submit: node.submit };
      const place = { ...node.place, nextNonce: node.nextNonce };
      const sent = await inTurn(() => reportEvidence(parts, place, entry.payload));
      if (sent) note('the two headers are reported to the chain as evidence');
    } catch (cause) {
      // a locked wallet, or none
      if (!entry.told) note(`the two headers are not reported from here: ${messageOf(cause)}`);
      entry.told = true;
    }
  };
  const follow = (node: EvidenceNode): void => {
    if (chainId !== node.place.chainId) open.clear();
    chainId = node.place.chainId;
  };
  const look = async (node: EvidenceNode): Promise<void> => {
    follow(node);
    if (reporting) return;
    reporting = true;
    for (const [record, entry] of [...open]) {
      const { state, height } = node.place;
      if (state.get(record) !== undefined || height > entry.untilHeight) open.delete(record);
      else if (!waits(node, record)) await report(node, entry);
    }
    reporting = false;
  };

  return {
    seen: async (node, { first, second }) => {
      note('one key has sealed two headers in one slot');
      if (node === undefined) return;
      follow(node);
      const payload = { kind: 'evidence', first, second } as const;
      const record = evidenceRecordOf(payload);
      if (record === undefined || open.has(record)) return;
      open.set(record, { payload, untilHeight: node.place.height + openBlocks, told: false });
      for (const oldest of open.keys()) if (open.size > openMax) open.delete(oldest);
      await look(node);
    },
    look,
  };
};
