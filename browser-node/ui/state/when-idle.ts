// Moments in which the browser has nothing more urgent to do, for what may come later than everything else.
// Bound: nothing is put off for longer than its caller says; a hidden tab has few such moments, and Safari tells of none.

/** Absent in Safari, whatever the DOM's types say. */
type IdleWindow = Partial<Pick<Window, 'requestIdleCallback'>>;

/** Resolves in the next such moment, after `msMax` at the latest. */
export const whenIdle = (msMax: number): Promise<void> =>
  new Promise((resolve) => {
    const idle: IdleWindow = window;
    if (idle.requestIdleCallback === undefined) setTimeout(resolve, 1);
    else idle.requestIdleCallback(() => resolve(), { timeout: msMax });
  });

const looks = 3;
const lookEveryMs = 300;
const idleMsMax = 2_000;

/** Resolves once the page has been idle at a few looks in a row, within some seconds whatever it does. */
export const untilAtRest = async (): Promise<void> => {
  for (let look = 0; look < looks; look++) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    await whenIdle(idleMsMax);
  }
};
