// The worker that stretches one passphrase: takes a StretchJob, answers a StretchAnswer, and is then ended by the page,
// which gives its memory back. Its own thread because stretching would hold up the node's worker for most of a second.

import type { StretchAnswer, StretchJob } from './stretch-in-worker.ts';
import { stretchPassphrase } from '../../shared/ports/index.ts';

const answerTo = async ({ passphrase, salt, parameters }: StretchJob): Promise<StretchAnswer> => {
  try {
    return { key: await stretchPassphrase(passphrase, salt, parameters) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
};

self.addEventListener('message', ({ data }: MessageEvent<StretchJob>) => {
  void answerTo(data).then((answer) => self.postMessage(answer));
});
