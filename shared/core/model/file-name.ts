// A name that a transaction may carry, made of any: for the names that people give and for those that stand in folders of
// strangers, before a page or a disk sees them. The rule that it satisfies is fileNameIsClean (state/kinds/file.ts).
// Pure. Bound: 255 bytes of UTF-8.

import { payloadLimits } from './payload.ts';

const dangerous = /[\u0000-\u001f/\\\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu; // eslint-disable-line no-control-regex

const halves = /[\ud800-\udfff]/gu;

/** As many whole signs as have room. */
const fitted = (name: string): string => {
  let bytes = 0;
  let length = 0;
  for (const sign of name) {
    bytes += new TextEncoder().encode(sign).length;
    if (bytes > payloadLimits.fileNameBytesMax) break;
    length += sign.length;
  }
  return name.slice(0, length);
};

export const cleanFileName = (name: string): string => {
  const cleaned = name
    .replace(halves, '\ufffd')
    .replace(dangerous, '_')
    .trim()
    .replace(/^\.{1,2}$/, '');
  return fitted(cleaned).trim() || 'file';
};
