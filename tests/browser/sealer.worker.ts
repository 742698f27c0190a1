// Runs a case of the sealer contract in a worker, where the product's sealer lives: its seal workers are nested ones.
// Answers each name with '' or with what went wrong.

import { runSealerCase } from './sealer-under-test.ts';

self.onmessage = ({ data: name }: MessageEvent<string>): void => {
  runSealerCase(name).then(
    () => self.postMessage(''),
    (error: unknown) => self.postMessage(String(error)),
  );
};
