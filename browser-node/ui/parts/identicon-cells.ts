// Which cells of an identicon are filled, and its hue: 5 × 5 mirrored left to right, from the id alone, so that people can
// say "the green one". A hint for the eye, never a check: two ids may look alike.

export interface IdenticonCells {
  /** degrees */
  readonly hue: number;
  readonly cells: readonly (readonly [column: number, row: number])[];
}

/** FNV-1a, 32 bits, over the text (Fowler, Noll, Vo). */
const seedOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
};

export const identiconOf = (id: string): IdenticonCells => {
  const seed = seedOf(id);
  const cells: (readonly [number, number])[] = [];
  for (let i = 0; i < 15; i++) {
    if (((seed >>> (i + 9)) & 1) === 0) continue;
    const column = Math.floor(i / 5);
    for (const x of new Set([column, 4 - column])) cells.push([x, i % 5]);
  }
  return { hue: seed % 360, cells };
};
