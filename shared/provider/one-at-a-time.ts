// A queue for things that must not overlap: each begins when the one before has ended, well or badly. Its callers bound
// what they put in.

export type OneAtATime = <T>(step: () => Promise<T>) => Promise<T>;

export const oneAtATime = (): OneAtATime => {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const next = last.then(step);
    last = next.catch(() => undefined); // its own caller hears of it
    return next;
  };
};
