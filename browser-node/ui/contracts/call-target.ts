// What a form of a function calls: a contract, or code that is not deployed yet, with the calls on it so far. Pure, and
// bounded by the calls that a node takes with a question.

import type { ContractJson, DeployedQuestion, DraftQuestion, FunctionCall } from '../../../shared/provider/index.ts';

/** as many as a node runs before the one that is asked for */
export const callsBeforeMax = 16;

type Subject<Q> = Q extends unknown ? Omit<Q, keyof FunctionCall | 'from'> : never;

export interface CallTarget {
  /** what the question is put to; `before` as well, except where the deployment is asked for */
  readonly question: Subject<DeployedQuestion | DraftQuestion>;
  /** of a contract, which can be called in a transaction */
  readonly address?: string;
  /** an answer is shown as long as this is the same */
  readonly key: string;
}

export interface Draft {
  readonly code: string;
  readonly init: { readonly args: readonly ContractJson[]; readonly amount?: string };
}

export const deployedTarget = (address: string): CallTarget => ({ question: { address }, address, key: address });

export const draftTarget = (draft: Draft, key: string, before: readonly FunctionCall[] = []): CallTarget => ({
  question: before.length === 0 ? draft : { ...draft, before },
  key,
});
