// Mining rests while nobody sees the tab: only where a person wishes it, and it is taken up again only by what stopped it.

import { expect, test } from 'vitest';
import { createStage, fixedWork, testSpec } from '../../../shared/testing/index.ts';
import { miningSettings, restWhenHidden } from './rest-when-hidden.ts';

const spec = testSpec({ consensus: fixedWork(0), reorgLimit: 86_400 });

const staged = async ({ wished, mines }: { readonly wished: boolean; readonly mines: boolean }) => {
  const stage = createStage(spec.genesisTime + 3_600_000);
  const { provider } = await stage.open(0, spec);
  const settings = new Map<string, string>([[miningSettings.tenths, '3']]);
  if (wished) settings.set(miningSettings.restWhenHidden, 'yes');
  if (mines) await provider.handle('production_start', {});
  let tell: (hidden: boolean) => void = () => undefined;
  let changed: () => void = () => undefined;
  const page = {
    settings: { read: (key: string) => settings.get(key) },
    onHidden: (listener: (hidden: boolean) => void) => {
      tell = listener;
      return () => undefined;
    },
  };
  const started: unknown[] = [];
  const request = ({ method, params }: { readonly method: string; readonly params?: unknown }) => {
    if (method === 'production_start') started.push(params);
    return provider.handle(method, params ?? {});
  };
  restWhenHidden(page, { request: request as never }, () => {
    changed();
  });
  /** Whether it mines once that has been taken in. */
  const minesAfter = async (hidden: boolean): Promise<unknown> => {
    await new Promise<void>((resolve) => {
      changed = resolve;
      tell(hidden);
    });
    return provider.handle('production_status', {});
  };
  return { minesAfter, started, end: () => stage.close() };
};

test('a tab that mines rests while it is hidden, and goes on with the same share', async () => {
  const { minesAfter, started, end } = await staged({ wished: true, mines: true });
  expect(await minesAfter(true)).toMatchObject({ running: false });
  expect(await minesAfter(false)).toMatchObject({ running: true });
  expect(started).toEqual([{ intensity: 0.3 }]);
  await end();
});

test('without the wish it goes on, and one that did not mine does not begin', async () => {
  const going = await staged({ wished: false, mines: true });
  expect(await going.minesAfter(true)).toMatchObject({ running: true });
  await going.end();
  const idle = await staged({ wished: true, mines: false });
  await idle.minesAfter(true);
  expect(await idle.minesAfter(false)).toMatchObject({ running: false });
  await idle.end();
});
