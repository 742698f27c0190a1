// A provider is found whoever comes first, and nobody's place is taken.

import { expect, test } from 'vitest';
import type { Provider } from '../shared/provider/index.ts';
import { announceEvent, announceProvider, requestEvent } from './announce-provider.ts';

const provider: Provider = {
  request: async () => Promise.reject(new Error('none')),
  on: () => undefined,
  off: () => undefined,
};

test('it is announced at once, and again to whoever asks later', () => {
  const world = new EventTarget();
  const found: unknown[] = [];
  world.addEventListener(announceEvent, (event) => found.push(event instanceof CustomEvent && event.detail));
  const stop = announceProvider(world, provider);
  world.dispatchEvent(new Event(requestEvent));
  expect(found).toHaveLength(2);
  expect(found[0]).toBe(found[1]);
  expect(found[0]).toMatchObject({
    provider,
    info: {
      name: 'Tabchain',
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/) as unknown,
    },
  });
  stop();
  world.dispatchEvent(new Event(requestEvent));
  expect(found).toHaveLength(2);
});
