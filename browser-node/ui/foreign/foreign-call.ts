// What a page of another origin asks for, and whom it is put to.
// Shapes alone.

/** What a page of another origin asks for. */
export interface ForeignCall {
  /** of the page that asks, as the browser says it */
  readonly origin: string;
  readonly method: string;
  readonly params: unknown;
}

export type AskPerson = (call: ForeignCall) => Promise<boolean>;
