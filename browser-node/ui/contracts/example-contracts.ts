// The contracts that come with the page, to begin from: their names, as in the catalogue, and their code, a file beside the
// page that is fetched when it is chosen.

import type { ContractsText } from '../words/text/en/contracts.ts';

export type ExampleName = keyof ContractsText['examples'];

/** From the simplest on. */
export const exampleContracts: readonly ExampleName[] = [
  ...(['counter', 'token', 'vote', 'escrow', 'auction', 'names', 'dice', 'pulse'] as const),
];

/** Relative to the page, wherever it lies. */
export const fetchExample = async (name: ExampleName): Promise<string> => {
  const answer = await fetch(`./contracts/${name}.js`);
  if (!answer.ok) throw new Error(`The example ${name} is not beside this page.`);
  return answer.text();
};
