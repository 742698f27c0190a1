// The page of simulation.browser.test.ts: runs a simulated network here and says what became of it.
// Bounded by the plan that it is handed.

import sodium from 'libsodium-wrappers';
import { signatureCheckFrom } from '../../shared/core/crypto/index.ts';
import { runSimulation, type SimulationPlan } from '../../shared/testing/simulation/index.ts';

declare global {
  interface Window {
    /** the digest of the event log, or what went wrong */
    simulate: (seed: number, plan: SimulationPlan) => Promise<string>;
  }
}

window.simulate = async (seed, plan) => {
  await sodium.ready;
  const outcome = await runSimulation(seed, plan, signatureCheckFrom(sodium));
  return 'violations' in outcome ? outcome.violations.join() : outcome.digest;
};
