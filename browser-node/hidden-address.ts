// Whether this browser hides its address from peers: a person's choice, the same in all tabs of the profile, kept in
// `localStorage`, which is there in insecure contexts and tells the other tabs of a change. Where a browser keeps nothing,
// the choice holds until the tab closes.

export interface HiddenAddress {
  readonly isHidden: () => boolean;
  readonly set: (hidden: boolean) => void;
  /** Calls back when another tab has changed it. */
  readonly onElsewhere: (listener: () => void) => void;
}

const key = 'tabchain.hide-address';

export const hiddenAddressIn = (window: Window): HiddenAddress => {
  let here: boolean | undefined;
  return {
    isHidden: () => {
      try {
        return here ?? window.localStorage.getItem(key) === 'yes';
      } catch {
        return false; // the browser refuses to keep anything: as if never chosen
      }
    },
    set: (hidden) => {
      try {
        if (hidden) window.localStorage.setItem(key, 'yes');
        else window.localStorage.removeItem(key);
        here = undefined;
      } catch {
        here = hidden;
      }
    },
    onElsewhere: (listener) => {
      // `storage` is told to the other tabs only; a null key means that all was cleared
      window.addEventListener('storage', (event) => {
        if (event.key === key || event.key === null) listener();
      });
    },
  };
};
