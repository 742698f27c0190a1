// How far a payment or a record is, in German.
// `where` is a place from `inBlock`, or nothing where the block is not known.

import type { Text } from '../en/index.ts';

export const progress: Text['progress'] = {
  inBlock: (height) => ` in Block ${height}`,
  pending: 'Wartet',
  pendingText: 'Wartet darauf, dass ein Block sie aufnimmt',
  failed: 'Gescheitert',
  failedText: (where, why) => `Gescheitert${where}: ${why}. Die Gebühr wurde bezahlt.`,
  rulesNotMet: 'ihre Regeln waren nicht erfüllt',
  final: 'Endgültig',
  finalText: (where, confirmed) => `Endgültig${where} · ${confirmed}`,
  notFinalYet: 'noch nicht endgültig',
  finalIn: (duration) => `endgültig in etwa ${duration}`,
  includedText: (where, confirmed, until) => `Aufgenommen${where} · ${confirmed} · ${until}`,
  dropped: 'Fallen gelassen',
  droppedText: (why) => `Fallen gelassen: ${why} Es wurde nichts ausgegeben.`,
  noBlock: 'Kein Block wird sie aufnehmen.',
  unknown: 'Unbekannt',
  unknownText:
    'Dieser Knoten kennt keine solche Transaktion. Vielleicht hat er noch nicht von ihr gehört, oder die Kennung gehört zu einem anderen Netz.',
};
