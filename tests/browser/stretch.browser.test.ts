// The stretching worker in a real Chromium, in a secure context and in an insecure one: the key of Argon2id, a refusal
// that arrives as a rejection, and a window that is never held up for long.

import { expect, test } from 'vitest';
import { stretchPassphrase } from '../../shared/ports/index.ts';
import { toHex } from '../../shared/core/bytes/index.ts';
import { stretchParametersDefault } from '../../shared/core/wallet/index.ts';
import { withBrowserPage } from './browser-page.ts';
import type { StretchOutcome } from './stretch.page.ts';

const timeoutMs = 60_000;
const salt = Array.from({ length: 16 }, (_, i) => i);

test.each(['127.0.0.1', 'classroom.test'])('stretches at full cost on %s', { timeout: timeoutMs }, async (hostName) => {
  const expected = await stretchPassphrase('a long passphrase', Uint8Array.from(salt), stretchParametersDefault);
  await withBrowserPage(
    'tests/browser/stretch.page.ts',
    async (page) => {
      const stretch = (passphrase: string): Promise<StretchOutcome> =>
        page.evaluate(([text, bytes, costs]) => window.stretch(text, bytes, costs), [
          passphrase,
          salt,
          stretchParametersDefault,
        ] as const);
      const outcome = await stretch('a long passphrase');
      expect(toHex(Uint8Array.from(outcome.key ?? []))).toBe(toHex(expected));
      expect(outcome.heldUpMs).toBeLessThan(outcome.tookMs / 2);
      expect((await stretch('')).failure).toContain('Password must be specified');
    },
    { hostName },
  );
});
