// What the page itself has to say above every screen, in German.
// The block is named by its height; `ago` comes from agoText.

import type { Text } from '../en/index.ts';

export const notices: Text['notices'] = {
  update:
    '**Eine neuere Fassung dieser Seite ist da.** Lade sie, wenn es dir passt; von dem, was du hier hast, geht nichts verloren.',
  updateAct: 'Neuere Seite laden',
  updateLater: 'Später',
  offline: (height, ago) =>
    `**Niemand ist zu erreichen.** Was du siehst, ist deine eigene Kopie der Kette, bis Block ${height} (${ago}). Sobald andere da sind, geht es von selbst weiter; [Netzwerk](#/network) zeigt, was versucht wurde.`,
};
