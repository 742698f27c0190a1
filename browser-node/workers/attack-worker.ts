// The attack lab's worker: plays one attack against honest nodes of its own (shared/attacks) and tells each step as it ends.
// Started by the lab's screen when somebody presses the button, and ended by it; no node has any of it. Owns the arena.

import sodium from 'libsodium-wrappers';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import type { AttackCommand, AttackTold } from '../ui/lab/attack-told.ts';

const tell = (told: AttackTold): void => {
  self.postMessage(told);
};

self.onmessage = async ({ data: { name, kind } }: MessageEvent<AttackCommand>): Promise<void> => {
  try {
    await sodium.ready;
    // The scripts make wallets as they are loaded, and in a worker libsodium makes the keys (scripts/worker-curve.mjs).
    const { runAttack } = await import('../../shared/attacks/index.ts');
    const report = await runAttack(name, signatureCheckFrom(sodium), kind, (step) => {
      tell({ type: 'step', step });
    });
    if (report === undefined) throw new Error(`no attack ${name} on ${kind}`);
    tell({ type: 'end', end: { height: report.height, held: report.held } });
  } catch (error) {
    tell({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
  }
};
