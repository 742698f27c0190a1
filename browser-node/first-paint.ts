// The moment after which nothing delays the first paint any more: what is heavy is asked for then and not before.
// Bound: a tab that is hidden, or a browser that does not say when it paints, is waited for no longer than `paintMsMax`.

/** A frame of a page that is ready takes a few tens of milliseconds; a node that starts this much later is no worse. */
const paintMsMax = 300;

/** Resolves once something of the page is on the screen, or has no need to be. */
export const firstPaint = (): Promise<void> =>
  new Promise((resolve) => {
    if (document.hidden || !PerformanceObserver.supportedEntryTypes.includes('paint')) {
      resolve();
      return;
    }
    const done = (): void => {
      observer.disconnect();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', done);
      resolve();
    };
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName('first-contentful-paint').length > 0) done();
    });
    const timer = setTimeout(done, paintMsMax);
    document.addEventListener('visibilitychange', done);
    observer.observe({ type: 'paint', buffered: true });
  });
