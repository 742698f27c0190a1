// What the small parts of all screens say: copying, loading, failing, QR codes, payments in a few words.
// `what` comes with its article: "the history".

import { forms } from './forms.ts';

export const parts = {
  lab: { title: 'Attack lab', about: 'Try to cheat honest nodes, in this tab alone' },
  copy: (what: string) => `Copy ${what}`,
  copied: 'Copied',
  copyRefused: 'Not allowed',
  loading: (what: string) => `Loading ${what}`,
  notShown: (what: string) => `This tab could not show ${what}.`,
  tryAgain: 'Try again',
  qrOf: (what: string) => `QR code of ${what}`,
  qrTooLong: 'This is too long for a QR code. Copy it instead.',
  close: 'Close',
  bytesIn: (bytes: number, fields: number) =>
    `${forms.counted(bytes, { one: 'byte', other: 'bytes' })} in ${forms.counted(fields, { one: 'field', other: 'fields' })}, in this order, without gaps`,
  bytesOf: (what: string) => `Bytes of the ${what}, field by field`,
  field: 'Field',
  bytes: 'Bytes',
  rawJson: 'Raw JSON',
  ways: { direct: 'Direct', websocket: 'WebSocket', relayed: 'Relayed' },
  wayTitles: {
    direct: 'Straight to the other tab over WebRTC, nobody in between',
    websocket: 'Straight to a server over a WebSocket',
    relayed: 'Through a relay, because no direct way was found yet',
  },
};
