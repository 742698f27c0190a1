// How much this tab keeps and what it has verified, in German.
// Sizes and counts come with their unit.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const care: Text['care'] = {
  howMuch: {
    title: 'Wie viel dieser Tab behält',
    full: 'Voll',
    fullText:
      'Jeder Block wird geholt, geprüft und hier behalten. Braucht Speicherplatz und anfangs etwas Zeit. Dieser Tab kann schürfen und anderen helfen.',
    light: 'Leicht',
    lightText:
      'Nur die Kopfdaten der Blöcke. In Sekunden bereit, auch auf einem Telefon. Für Guthaben und Zahlungen bittet dieser Tab andere um Beweise, die er prüft; schürfen kann er nicht.',
    failed: 'Der Modus wurde nicht geändert.',
    changing: (mode) => `Wechselt zu „${mode}“ …`,
    endsMining: 'Der Wechsel zu „Leicht“ beendet das Schürfen in diesem Tab.',
    starts: {
      label: 'Womit ein voller Tab beginnt',
      title: (chosen) => `Womit ein voller Tab beginnt: ${chosen}`,
      about:
        'Gilt, wo dieser Tab noch keine Blöcke hat: in Netzen, denen du von jetzt an beitrittst oder nach dem Vergessen wieder beitrittst. Blöcke, die schon hier sind, bleiben, wie sie sind.',
      auto: {
        name: 'Was schneller geht',
        text: 'Bei einer kurzen Kette mit dem ersten Block, bei einer langen mit den Konten, wie sie nach einem endgültigen Block waren.',
      },
      blocks: {
        name: 'Mit dem ersten Block',
        text: 'Jeder Block wird geholt und ausgeführt. Das dauert bei einer langen Kette, aber dann hat dieser Tab alles selbst geprüft und kennt die ganze Vergangenheit.',
      },
      state: {
        name: 'Mit einem endgültigen Block',
        text: 'Mit den Konten, wie sie nach diesem Block waren; seine Kopfdaten beweisen sie. Früher bereit; was davor war, bleibt hier unbekannt, und die Kette lässt sich nicht als Datei speichern.',
      },
    },
  },
  verified: {
    light: (height) =>
      `Leichter Betrieb: Dieser Tab hat die Kopfdaten und die Arbeit aller Blöcke bis ${height} geprüft. Was in den Blöcken steht, glaubt er nur mit einem Beweis.`,
    since: (height) => `Von dir geprüft seit Block ${height}: Dieser Tab hat jeden Block von dort an selbst geprüft.`,
    fromState: 'Begonnen hat er mit den Konten, wie sie davor waren; die Kopfdaten jenes Blocks beweisen sie.',
  },
  stored: {
    bare: 'was diese Seite speichert',
    withChain: (size) => `was diese Seite speichert (die Kette: ${size})`,
    promised: (stored) => `Dieser Browser hat zugesagt zu behalten, ${stored}. Nur du kannst es löschen.`,
    notPromised: (stored) => `Wenn der Platz knapp wird, darf dieser Browser löschen, ${stored}.`,
  },
  chainFile: {
    title: 'Kettendatei',
    about:
      'Alle Blöcke dieses Netzes in einer Datei. Wer sie öffnet, prüft jeden Block, als käme er von einem Peer; vertrauen muss man ihr also nicht.',
    light: 'Im leichten Modus hat dieser Tab keine Blöcke zu speichern und nimmt keine auf.',
    failed: 'Die Datei wurde nicht ganz aufgenommen.',
    save: 'Kette speichern',
    open: 'Datei öffnen',
    blocks: 'Blöcke',
    progress: (done, total) => `${done} von ${forms.counted(total, { one: 'Block', other: 'Blöcken' })}`,
    saved: (blocks) => `${forms.counted(blocks, { one: 'Block', other: 'Blöcke' })} gespeichert.`,
    takenIn: (height) => `Die Kette ist bei Block ${height}.`,
  },
};
