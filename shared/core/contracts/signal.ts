// What is thrown through the engine to end something early. Each is an error with a mark that no program can make, since
// nothing of a program's own ever reaches the host as an exception.

/**
 * frame-end: the frame is over, for a reason that is its outcome. refusal: the contract may catch this text.
 * engine-fault: the engine aborted or trapped by itself. host-fault: this host failed, such as by a full stack.
 */
export type SignalKind = 'frame-end' | 'refusal' | 'engine-fault' | 'host-fault';

export const signal = (kind: SignalKind, text: string, cause?: unknown): Error =>
  kind === 'frame-end' || kind === 'refusal'
    ? outcomeOf(kind, text)
    : Object.assign(new Error(text, cause === undefined ? undefined : { cause }), { signal: kind });

/**
 * What is an outcome needs no stack, which takes a host longer to note than the gas of a refused call pays for: so it is an
 * Error by its prototype only.
 */
const outcomeOf = (kind: SignalKind, message: string): Error => {
  const made: Error = Object.create(Error.prototype) as Error;
  return Object.assign(made, { message, signal: kind });
};

export const isSignal = (error: unknown, kind: SignalKind): error is Error =>
  error instanceof Error && 'signal' in error && error.signal === kind;
