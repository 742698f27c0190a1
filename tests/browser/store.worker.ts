// The worker of store.page.ts: runs the case of the Store contract that it is told the name of, where the node will use
// the store, and answers with the complaint, '' if there is none.

import { runStoreCase } from './store-under-test.ts';

self.onmessage = ({ data }: MessageEvent<string>) => {
  runStoreCase(data).then(
    () => self.postMessage(''),
    (reason: unknown) => self.postMessage(String(reason)),
  );
};
