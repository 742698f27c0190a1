// Ids of old blocks: what was appended is found by height and by id, over the bounds of pages and of the table.

import { describe, expect, test } from 'vitest';
import { concatBytes, toHex } from '../bytes/index.ts';
import { sha256 } from '../crypto/index.ts';
import { createArchivedIds, idBytes, idsPerPage } from './archived-ids.ts';

/** Ids as proof of work has them: they begin with zeros. */
const idOf = (height: number): Uint8Array => {
  const id = sha256(Uint8Array.of(height & 255, (height >> 8) & 255, height >> 16));
  id.fill(0, 0, 12);
  return id;
};

const count = 2 * idsPerPage + 100;

const filled = () => {
  const archived = createArchivedIds();
  for (let height = 0; height < count; height += 300) {
    const some = Array.from({ length: Math.min(300, count - height) }, (_, i) => idOf(height + i));
    archived.append(concatBytes(...some));
  }
  return archived;
};

describe('archived ids', () => {
  const archived = filled();

  test('are found by height and by id', () => {
    expect(archived.count()).toBe(count);
    for (let height = 0; height < count; height++) {
      const id = toHex(idOf(height));
      expect(archived.idAt(height)).toBe(id);
      expect(archived.heightOf(id)).toBe(height);
    }
  });

  test('are not found where there are none', () => {
    expect([archived.idAt(-1), archived.idAt(count)]).toEqual([undefined, undefined]);
    for (let height = count; height < count + 2000; height++)
      expect(archived.heightOf(toHex(idOf(height)))).toBeUndefined();
    expect(createArchivedIds().heightOf(toHex(idOf(0)))).toBeUndefined();
  });

  test('come out by the page as they were put in', () => {
    const pages = [archived.page(0), archived.page(1), archived.page(2)];
    expect(pages.map((page) => page.length / idBytes)).toEqual([idsPerPage, idsPerPage, 100]);
    expect(archived.page(3)).toHaveLength(0);
    const again = createArchivedIds();
    for (const page of pages) again.append(page);
    expect(again.heightOf(toHex(idOf(count - 1)))).toBe(count - 1);
  });

  test('are whole', () => {
    expect(() => {
      createArchivedIds().append(new Uint8Array(33));
    }).toThrow(RangeError);
  });
});
