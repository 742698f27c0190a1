// Loads a part of the page that comes later, with as many tries as it takes. Browsers may remember that a module could
// not be fetched and never ask for it again in the life of the page (HTML before whatwg/html#10327), and the server may
// have another version of the page by now: if the second try fails too and the server answers, the page is loaded anew.

const answerMsMax = 4000;

/** Whether the page itself can be had, so that loading it anew leaves no empty tab. */
const pageIsThere = async (): Promise<boolean> => {
  try {
    const signal = AbortSignal.timeout(answerMsMax);
    return (await fetch(location.href, { method: 'HEAD', cache: 'no-store', signal })).ok;
  } catch {
    return false;
  }
};

/** Never resolves: the page goes away, and what it would say meanwhile is of no use. */
const loadAnew = (): Promise<never> => {
  location.reload();
  return new Promise<never>(() => undefined);
};

/**
 * Resolves when `load` has succeeded.
 * @param failed called after each failure; calling `again` begins the next try
 */
export const loadPart = async <T>(load: () => Promise<T>, failed: (again: () => void) => void): Promise<T> => {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load();
    } catch {
      if (tries > 1 && (await pageIsThere())) return loadAnew();
      await new Promise<void>((resolve) => {
        failed(resolve);
      });
    }
  }
};
