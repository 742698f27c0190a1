// Faults and alarms in plain sentences, in German.
// Keys are the names that the node gives.

import type { Text } from '../en/index.ts';

const sendAgain = 'Sende es noch einmal; die Geldbörse nimmt von selbst die nächste Nummer.';
const copyAgain = 'Kopiere die Adresse noch einmal von dort, wo du sie hast, und füge sie ganz ein.';
const getCoins = 'Hole dir zuerst Münzen: Schürfe welche, oder bitte jemanden darum.';
const showToMaker =
  'Versuche es noch einmal. Bleibt es so, öffne unter Netz das Protokoll und zeige es denen, die das Netz betreiben.';

export const faults: Text['faults'] = {
  byName: {
    'address-prefix': { why: 'Das ist keine Adresse von Tabchain: Die beginnen mit tab1.', todo: copyAgain },
    'address-checksum': { why: 'Die Adresse hat einen Tippfehler: Ihre Prüfzeichen passen nicht.', todo: copyAgain },
    'address-length': { why: 'Die Adresse ist zu kurz oder zu lang.', todo: copyAgain },
    'amount-unreadable': { why: 'Der Betrag ist keine Zahl von Münzen.', todo: 'Schreibe nur Ziffern, wie in 12.5.' },
    'amount-zero': { why: 'Ein Betrag von 0 bewegt nichts.', todo: 'Schreibe mehr als 0.' },
    'amount-overflow': { why: 'Betrag und Gebühr zusammen sind mehr, als es geben kann.', todo: 'Schreibe weniger.' },
    'amount-over-balance': {
      why: 'Das Konto hat nicht genug für Betrag, Gebühr und das, was schon unterwegs ist.',
      todo: 'Sende weniger, oder hole dir zuerst Münzen: Schürfe welche, oder bitte jemanden darum.',
    },
    'sender-unknown': {
      why: 'Das Konto hat noch nie eine Münze bekommen; es kann also weder zahlen noch schreiben.',
      todo: getCoins,
    },
    'recipient-not-account': {
      why: 'Diese Adresse ist ein Vertrag, und Münzen gehen an Konten.',
      todo: 'Nimm eine Adresse, die mit tab1 beginnt.',
    },
    'recipient-overflow': { why: 'So viele Münzen kann der Empfänger nicht mehr halten.', todo: 'Sende weniger.' },
    'record-empty': { why: 'Der Eintrag ist leer.', todo: 'Schreibe mindestens ein Zeichen.' },
    'file-cid-malformed': {
      why: 'Das ist nicht die Inhaltskennung einer Datei.',
      todo: 'Kopiere sie noch einmal ganz.',
    },
    'file-name-invalid': {
      why: 'Der Name ist leer oder hat Zeichen, die ein Dateiname nicht haben darf.',
      todo: 'Benenne die Datei um.',
    },
    'file-size-out-of-range': {
      why: 'Die Datei ist leer oder zu groß.',
      todo: 'Wähle eine Datei, die nicht leer ist.',
    },
    'file-media-type-invalid': {
      why: 'Der Medientyp hat nicht die Form typ/untertyp in kleinen Buchstaben.',
      todo: 'Lass den Medientyp weg: Er wird von selbst gefunden.',
    },
    'quota-full': {
      why: 'Unter der Grenze, die du gesetzt hast, ist kein Platz dafür. Sonst ging nichts verloren.',
      todo: 'Heb die Grenze unter Dateien an, oder bewahre dort etwas nicht länger auf.',
    },
    'disk-full': {
      why: 'Der Browser gibt dieser Seite keinen Platz mehr auf der Platte. Was davon da war, ist freigegeben; sonst ging nichts verloren.',
      todo: 'Bewahre unter Dateien etwas nicht länger auf, oder schaffe Platz auf der Platte.',
    },
    'storage-failed': {
      why: 'Die Platte ließ sich nicht lesen oder beschreiben. Was ganz war, ist es noch.',
      todo: 'Schaffe Platz und versuch es noch einmal.',
    },
    'file-too-large': {
      why: 'Sie ist größer als die Grenze, die du für Dateien gesetzt hast, oder als ein Aufruf lesen darf.',
      todo: 'Heb die Grenze unter Dateien an und versuch es noch einmal.',
    },
    'content-refused': {
      why: 'Was kam, ist nicht das Versprochene, darum wurde es nicht angenommen.',
      todo: 'Bitte, wer sie geteilt hat, sie noch einmal zu teilen.',
    },
    'no-holder': {
      why: 'Niemand, der sie hat, ist jetzt verbunden.',
      todo: 'Lass diesen Tab offen: sie kommt, sobald jemand verbunden ist, der sie hat.',
    },
    'file-cancelled': { why: 'Es wurde abgebrochen.', todo: 'Öffne sie noch einmal, wenn du sie willst.' },
    'not-a-file': {
      why: 'Das ist keine Datei und kein Ordner, den dieser Knoten öffnen kann.',
      todo: 'Vergleiche die Inhaltskennung mit der Stelle, von der du sie hast.',
    },
    'too-many-transfers': { why: 'Zu viele Dateien sind unterwegs.', todo: 'Warte auf eine, oder brich eine ab.' },
    'files-not-ready': {
      why: 'Die Dateien dieses Netzes sind noch nicht bereit.',
      todo: 'Versuch es gleich noch einmal.',
    },
    'transaction-too-large': { why: 'Die Transaktion hat mehr Bytes, als eine haben darf.', todo: 'Kürze sie.' },
    'transaction-form': {
      why: 'Das sind nicht die Bytes einer ganzen Transaktion.',
      todo: 'Kopiere alle ihre Bytes noch einmal.',
    },
    'kind-not-active': { why: 'Transaktionen dieser Art nimmt dieses Netz nicht an.', todo: 'Nimm eine andere Art.' },
    'wrong-chain': {
      why: 'Die Transaktion wurde für ein anderes Netz unterschrieben.',
      todo: 'Wechsle in jenes Netz, oder unterschreibe sie hier neu.',
    },
    'gas-below-intrinsic': {
      why: 'Die Gasgrenze ist kleiner, als allein die Größe der Transaktion kostet.',
      todo: 'Erhöhe die Gasgrenze.',
    },
    'gas-over-block': {
      why: 'Die Gasgrenze ist höher als alles Gas, das ein Block verbrauchen darf.',
      todo: 'Senke die Gasgrenze.',
    },
    'signature-invalid': {
      why: 'Die Unterschrift passt nicht zur Transaktion und ihrem Absender.',
      todo: 'Unterschreibe noch einmal, mit dem Schlüssel des Absenders.',
    },
    expired: { why: 'Die Höhe, bis zu der sie galt, ist vorbei.', todo: sendAgain },
    'nonce-too-low': { why: 'Eine andere Transaktion dieses Kontos hat ihre Nummer genommen.', todo: sendAgain },
    'nonce-too-high': { why: 'Eine frühere Transaktion dieses Kontos fehlt.', todo: sendAgain },
    replaced: { why: 'Eine andere Transaktion dieses Kontos ist an ihre Stelle getreten.', todo: 'Sieh dir jene an.' },
    'already-known': { why: 'Die Transaktion wartet schon.', todo: 'Warte auf den nächsten Block: Sie ist unterwegs.' },
    'replacement-underpriced': {
      why: 'Eine wartende Transaktion hat dieselbe Nummer; um sie zu ersetzen, muss der Gaspreis höher sein.',
      todo: 'Warte, bis die erste in einem Block ist, und sende dann diese.',
    },
    'mempool-full': { why: 'Es warten schon zu viele Transaktionen.', todo: 'Versuche es nach den nächsten Blöcken.' },
    'passphrase-wrong': {
      why: 'Die Passphrase öffnet diese Geldbörse nicht.',
      todo: 'Gib sie noch einmal ein; Großbuchstaben zählen. Hast du sie vergessen, lies deine Wörter mit einer neuen Passphrase ein.',
    },
    'mnemonic-length': {
      why: 'Wiederherstellungswörter sind 12 oder 24.',
      todo: 'Zähle die Wörter und ergänze, was fehlt, oder entferne, was zu viel ist.',
    },
    'mnemonic-word-unknown': {
      why: 'Eines der Wörter steht nicht in der Liste der Wiederherstellungswörter.',
      todo: 'Vergleiche dieses Wort mit deiner Notiz.',
    },
    'mnemonic-checksum': {
      why: 'Die Wörter passen nicht zusammen: Eines ist falsch oder steht an der falschen Stelle.',
      todo: 'Vergleiche die Wörter mit deiner Notiz, der Reihe nach.',
    },
    'backup-unreadable': {
      why: 'Das ist keine Sicherung von Tabchain, oder sie ist nicht vollständig.',
      todo: 'Wähle die Datei noch einmal, oder füge ihren ganzen Text ein.',
    },
    'backup-version': {
      why: 'Die Sicherung ist von einer neueren Fassung von Tabchain. Lade die Seite neu.',
      todo: 'Lies sie dann noch einmal ein.',
    },
    'accounts-full': {
      why: 'Mehr Konten kann eine Geldbörse nicht haben.',
      todo: 'Nimm eines der Konten, die da sind.',
    },
    'label-too-long': { why: 'Der Name ist zu lang.', todo: 'Kürze ihn.' },
    'account-unknown': {
      why: 'Diese Geldbörse hat kein Konto mit dieser Adresse.',
      todo: 'Wähle eines deiner eigenen Konten.',
    },
    'link-unreadable': {
      why: 'Der Link ist nicht vollständig, oder es ist kein Link von Tabchain.',
      todo: 'Kopiere den ganzen Link noch einmal, vom ersten bis zum letzten Zeichen.',
    },
    'link-spec': {
      why: 'Die Netzbeschreibung in dem Link ist nicht richtig.',
      todo: 'Bitte den, von dem der Link ist, um einen neuen.',
    },
    'address-invalid': {
      why: 'Das ist keine Adresse eines Knotens, die sich anwählen lässt.',
      todo: 'Kopiere sie ganz vom anderen Knoten; dort steht sie unter seinen Adressen.',
    },
    'no-wallet': {
      why: 'Dieser Browser hat noch keine Geldbörse.',
      todo: 'Lege unter Geldbörse eine an, oder lies deine ein.',
    },
    'not-reachable': {
      why: 'Unter dieser Adresse hat niemand geantwortet.',
      todo: 'Prüfe die Adresse, und ob die andere Seite läuft und von diesem Netz aus zu erreichen ist.',
    },
    'light-mode': {
      why: 'Im leichten Betrieb geht das nicht. Wechsle in den Einstellungen zum vollen.',
      todo: 'Es braucht kein Neuladen, und die Geldbörse bleibt, wie sie ist.',
    },
    jailed: {
      why: 'Dieser Schlüssel hat für ein Zeitfenster zweimal unterschrieben und darf noch nicht wieder einsetzen.',
      todo: 'Warte auf jenen Block; was vom Einsatz geblieben ist, kommt dann zurück.',
    },
    'validators-full': {
      why: 'Alle 256 Plätze sind besetzt, und dein Einsatz ist nicht größer als der kleinste.',
      todo: 'Setze mehr ein, oder warte, bis ein Platz frei ist.',
    },
    'amount-over-stake': { why: 'So viel hat das Konto nicht eingesetzt.', todo: 'Nimm weniger zurück.' },
    'last-stake': {
      why: 'Das ist der letzte Einsatz: Ohne ihn könnte niemand mehr Blöcke machen.',
      todo: 'Lass mindestens eine Grundeinheit stehen, oder warte, bis jemand anders einsetzt.',
    },
    'unbonding-full': {
      why: 'Es sind schon zu viele Beträge auf dem Rückweg.',
      todo: 'Warte, bis der erste davon zurück ist.',
    },
    'signers-nothing': {
      why: 'Kein Unterzeichner wird hinzugefügt und keiner entfernt.',
      todo: 'Nenne einen Unterzeichner zum Hinzufügen oder Entfernen.',
    },
    'signer-twice': { why: 'Ein Unterzeichner ist zweimal genannt.', todo: 'Nenne jeden Unterzeichner nur einmal.' },
    'not-admin': {
      why: 'Das darf nur der Verwalter dieses Netzes.',
      todo: 'Frage den Verwalter; er steht bei den Unterzeichnern.',
    },
    'signer-known': {
      why: 'Dieses Konto ist schon Unterzeichner, oder wird es durch eine wartende Änderung.',
      todo: 'Sieh dir die Liste an und was in ihr wartet.',
    },
    'signer-unknown': {
      why: 'Dieses Konto ist kein Unterzeichner, oder bleibt es durch eine wartende Änderung nicht.',
      todo: 'Sieh dir die Liste an und was in ihr wartet.',
    },
    'signers-empty': {
      why: 'Dann gäbe es keinen Unterzeichner mehr.',
      todo: 'Füge zuerst einen anderen Unterzeichner hinzu.',
    },
    'signers-full': { why: 'Mehr Unterzeichner kann ein Netz nicht haben.', todo: 'Entferne zuerst einen.' },
    'signers-pending-full': { why: 'Es warten schon zu viele Änderungen.', todo: 'Warte, bis einige davon gelten.' },
    'admin-unchanged': { why: 'Dieses Konto ist schon der Verwalter.', todo: 'Nenne jemand anderen.' },
    'evidence-form': { why: 'Der Beweis enthält nicht zwei versiegelte Kopfdaten.', todo: 'Kopiere beide ganz.' },
    'evidence-not-double': {
      why: 'Die beiden Kopfdaten sind nicht zwei von einem Schlüssel für ein Zeitfenster.',
      todo: 'Beide müssen von einem Schlüssel und einem Zeitfenster sein und sich unterscheiden.',
    },
    'evidence-chain': {
      why: 'Der Beweis ist aus einem anderen Netz.',
      todo: 'Melde es in dem Netz, aus dem sie sind.',
    },
    'evidence-expired': { why: 'Der Beweis ist zu alt.', todo: 'Es kann nicht mehr gemeldet werden.' },
    'evidence-known': { why: 'Das ist schon gemeldet.', todo: 'Es bleibt nichts zu tun: Es wurde gemeldet.' },
    'evidence-harmless': {
      why: 'Der Schlüssel hat nichts eingesetzt und unterschreibt nicht.',
      todo: 'Diesem Schlüssel kann nichts genommen werden.',
    },
    'proof-not-found': {
      why: 'Kein voller Knoten, der gefragt werden konnte, hat das auf seiner Kette.',
      todo: 'Warte auf die Verbindung zu einem anderen Tab und versuche es noch einmal; Netz zeigt, wer verbunden ist.',
    },
    'not-on-chain': {
      why: 'Auf dieser Höhe steht ein anderer Block: Der gesuchte ist nicht Teil der Kette.',
      todo: 'Suche den Block stattdessen nach seiner Höhe.',
    },
  },
  code: {
    mustBe: (path, expected) => `„${path}“ muss sein: ${expected}.`,
    wrongParams: 'Berichtige es und versuche es noch einmal.',
    noSuchMethod: 'Lade die Seite neu: Vielleicht ist sie älter als das, womit sie spricht.',
    internal: showToMaker,
    ruleRefused: 'Ändere, was die Regel ablehnt, und versuche es noch einmal.',
    personRefused: { why: 'Es wurde nicht bestätigt.', todo: 'Frage noch einmal und bestätige, wenn du es willst.' },
    notFound: 'Prüfe die Nummer oder Kennung, und ob dieser Tab auf dem Stand und im richtigen Netz ist.',
    notPossibleNow: 'Versuche es gleich noch einmal.',
    walletLocked: {
      why: 'Deine Geldbörse ist gesperrt.',
      todo: 'Entsperre sie unter Geldbörse und versuche es noch einmal.',
    },
    noNetwork: {
      why: 'Dieser Tab ist in keinem Netz.',
      todo: 'Öffne einen Beitrittslink, oder füge einen unter Netz ein.',
    },
  },
  ownFault: 'In dieser Seite ist etwas schiefgegangen.',
  nodeSays: (reason) => `Der Knoten sagt: ${reason}.`,
  ownMessage: (message) => `Der Knoten sagt auf Englisch: „${message}“`,
  alarms: {
    'storage-failed':
      'Dieser Browser konnte die Kette nicht speichern, darum hat der Knoten in diesem Tab angehalten. Was du gesendet hast, ist nicht verloren: Andere Knoten haben es. Lade die Seite neu; geschieht es wieder, schließe andere Tabs oder schaffe Speicherplatz.',
    'storage-full':
      'Der Platz, den dieser Browser der Seite gibt, ist aufgebraucht, darum hat der Knoten in diesem Tab angehalten. Schaffe Platz und lade dann neu. Andere Knoten behalten die Kette.',
    'storage-read-only':
      'Dieser Browser lässt die Seite nicht auf die Platte schreiben, darum hat der Knoten in diesem Tab angehalten. Prüfe, ob die Platte voll oder schreibgeschützt ist, und lade dann neu.',
    'storage-lost':
      'Der Browser hat seine Datenbank mehrmals verloren, darum hat der Knoten in diesem Tab angehalten. Lade die Seite neu; geschieht es wieder, starte den Browser neu.',
    'storage-closed':
      'Der Browser oder ein anderer Tab hat die Datenbank dieses Tabs geschlossen, darum hat sein Knoten angehalten. Lade die Seite neu.',
    'storage-newer':
      'Eine neuere Fassung dieser Seite ist in einem anderen Tab offen und hat die Datenbank geändert, darum hat der Knoten in diesem Tab angehalten. Lade diese Seite neu, um sie auch zu bekommen.',
    'storage-blocked':
      'Ein anderer Tab dieses Browsers hält die Datenbank und antwortet nicht. Schließe die anderen Tabs dieser Seite und lade dann neu.',
    'storage-missing':
      'Dieser Browser lässt die Seite nichts speichern, darum konnte der Knoten nicht beginnen. Nimm ein anderes Fenster.',
    'storage-emptied':
      'Dieser Browser hat Blöcke gelöscht, die dieser Tab gespeichert hatte. Er holt sie wieder von den anderen. Sichere deine Geldbörse unter Geldbörse.',
    'storage-not-kept':
      'Dieses Browserfenster behält nichts: Kette und Geldbörse sind weg, wenn du diesen Tab schließt. Sichere deine Geldbörse unter Geldbörse.',
    'storage-evicted':
      'Dieser Browser hat Kette und Geldbörse dieser Seite gelöscht. Andere Knoten haben die Kette, und sie wird wieder geholt. Stelle die Geldbörse aus deinen Wörtern oder deiner Sicherungsdatei wieder her.',
    'storage-evicted-chain':
      'Dieser Browser hat die Kette gelöscht, die diese Seite gespeichert hatte. Sie wird wieder von den anderen geholt; eine Geldbörse war nicht zu verlieren. Lade die Seite neu, wenn keine Blöcke kommen.',
    'storage-locked':
      'Ein anderes Programm hält die Datenbank dieses Knotens. Schließe es, oder nenne einen anderen Datenordner, und lade dann neu.',
    'storage-taken':
      'Während dieser Tab schlief, hat ein anderer Tab dieses Browsers seinen Platz genommen, darum hat der Knoten in diesem Tab angehalten. Lade die Seite neu, um mit einem eigenen Platz weiterzumachen.',
    'wallet-not-backed-up':
      'In eine Geldbörse ohne Sicherung sind Münzen gekommen. Leert dieser Browser seine Daten, sind sie für immer weg. Sichere die Geldbörse jetzt: Prüfe deine Wörter, oder speichere eine Sicherungsdatei.',
    'contracts-unsteady':
      'Dieser Tab hat mehrmals versagt, während er Verträge ausführte. Jeder wurde noch einmal ausgeführt, und kein Block wurde danach beurteilt. Schließe andere Tabs, die viel Speicher nehmen, oder lade die Seite neu.',
    'contracts-failed':
      'Dieser Tab konnte einen Vertrag nicht ausführen, darum hat sein Knoten angehalten. Kein Block wurde danach beurteilt, und was gespeichert war, ist sicher. Schließe andere Tabs, die viel Speicher nehmen, und lade die Seite neu.',
    'node-failed':
      'Der Knoten in diesem Tab hat wegen eines Fehlers in Tabchain selbst angehalten. Was gespeichert war, ist sicher. Lade die Seite neu; geschieht es wieder, öffne unter Netz das Protokoll und zeige es denen, die das Netz betreiben.',
    'apart-heavier':
      'Ein Teil dieses Netzes ist so lange auf einer eigenen Kette, dass keine Seite der anderen von selbst folgt. Dieser Tab ist auf der schwereren Kette und macht weiter. Was auf der anderen gezahlt wird, zählt hier nicht: Sage es denen, die dort sind. Das Protokoll unter Netz nennt den Block, an dem sich die Ketten trennen.',
    'apart-lighter':
      'Ein Teil dieses Netzes ist so lange auf einer eigenen Kette, dass keine Seite der anderen von selbst folgt. Die andere Kette wiegt mehr, wie ihre Knoten zeigen oder sagen. Frage die anderen, auf welcher sie sind; um der anderen zu folgen, entferne dieses Netz hier und tritt mit einem Link von dort wieder bei. Das Protokoll unter Netz nennt den Block, an dem sich die Ketten trennen.',
    'other-tab':
      'Ein anderer Tab dieses Browsers benutzt denselben Platz im Speicher. Schließe einen der beiden und lade neu.',
  },
  jobs: { sync: 'Holt die Kette und prüft jeden Block' },
  choices: {
    reload: 'Seite neu laden',
    dismiss: 'Meldung schließen',
    'back-up': 'Jetzt sichern',
    restore: 'Geldbörse wiederherstellen',
  },
};
