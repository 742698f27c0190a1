// Settings and care, in German.
// Sizes come with their unit.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

export const settings: Text['settings'] = {
  title: 'Einstellungen',
  chooseFull: 'In den Einstellungen „Voll“ wählen',
  look: 'Sprache und Farben',
  storage: {
    title: 'Was dieser Browser behält',
    about: 'Kette, Geldbörse, Identität und Einstellungen sind in diesem Browser gespeichert und nirgends sonst.',
    chain: 'Die [Kette](?chain)',
    used: 'Alles zusammen',
    room: 'Platz, den der Browser gibt',
    promise: 'Zusage, es zu behalten',
    promised: 'Gegeben',
    notPromised: 'Nicht gegeben',
    promisedAbout: 'Nur du kannst es löschen: in den Einstellungen des Browsers oder unten.',
    notPromisedAbout:
      'Wird der Platz knapp, oder nach einigen Wochen ohne Besuch, darf dieser Browser alles löschen. Sichere deine Geldbörse; die Kette kommt von anderen zurück.',
    ask: 'Den Browser um die Zusage bitten',
    refused:
      'Der Browser hat es nicht zugesagt. In den meisten Browsern hilft es, die Seite zu installieren oder öfter zu besuchen.',
    cannotAsk: 'Eine Seite, die ohne https geöffnet wurde, kann um diese Zusage nicht bitten.',
  },
  producing: {
    title: 'Regeln für das Erzeugen von Blöcken',
    about: 'Sie gelten, sobald du es unter [Erzeugen](#/produce) gestartet hast; nichts beginnt von selbst.',
    share: (percent) => `Wie viel von diesem Gerät: ${percent} %`,
    percent: (percent) => `${percent} Prozent`,
    failed: 'Der Anteil wurde nicht geändert.',
    rest: 'Pausieren, solange dieser Tab verborgen ist',
    awake: 'Den Bildschirm dabei anlassen ([Wachhalten](?wakeLock))',
  },
  lock: {
    title: 'Sperre der Geldbörse',
    after: 'Sperren, wenn niemand die Seite berührt hat seit',
    never: 'Nie von selbst',
    minutes: (n) => forms.counted(n, { one: 'Minute', other: 'Minuten' }),
    about: 'Eine gesperrte Geldbörse empfängt weiter. Zahlen und Unterschreiben brauchen wieder die Passphrase.',
  },
  reset: {
    title: 'Neu anfangen',
    about: 'Löscht alles, was dieser Browser von dieser Seite behält: Ketten, Geldbörse, Kontakte, Einstellungen.',
    open: 'Alles löschen …',
    warn: 'Die Ketten kommen von anderen zurück, wenn du wieder beitrittst. Schließe zuerst andere Tabs dieser Seite.',
    warnWallet:
      '**Auch deine Geldbörse wird gelöscht.** Nur deine Wörter oder eine Sicherungsdatei bringen sie zurück. Schließe zuerst andere Tabs dieser Seite.',
    understood: 'Ich habe, was ich brauche, und will es loswerden',
    confirm: 'Alles löschen',
    keep: 'Behalten',
  },
  glossary: {
    title: 'Begriffe',
    open: (n) => `${n} Begriffe und was sie bedeuten`,
  },
};
