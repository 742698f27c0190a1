// What the lab's screen and its worker say to each other: plain data. The worker fills it from the reports of shared/attacks,
// which no screen sees.

export type LabKind = 'pow' | 'pos' | 'poa';

export interface AttackCommand {
  readonly name: string;
  readonly kind: LabKind;
}

/** What one honest node did about a step. */
export interface LabAnswer {
  readonly node: string;
  readonly verdict?: 'accept' | 'reject' | 'ignore';
  /** the rule that it named */
  readonly fault?: string;
  readonly points: number;
  readonly isCut: boolean;
  readonly hasEvidence?: true;
}

export type LabOutcome =
  | { readonly type: 'refused'; readonly fault: string; readonly isPenalised: boolean }
  | { readonly type: 'taken' }
  | { readonly type: 'ignored'; readonly rule?: string };

export interface LabStep {
  /** in English, as the script has it; `tryWords` says it in other languages */
  readonly what: string;
  readonly outcome: LabOutcome;
  readonly answers: readonly LabAnswer[];
  /** it ended as it must */
  readonly held: boolean;
}

export interface LabEnd {
  readonly height: number;
  /** every step ended as it must, the honest nodes are on one chain, and there are as many coins as the rules gave out */
  readonly held: boolean;
}

export type AttackTold =
  | { readonly type: 'step'; readonly step: LabStep }
  | { readonly type: 'end'; readonly end: LabEnd }
  | { readonly type: 'failed'; readonly reason: string };
