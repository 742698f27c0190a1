// The files of the network, in German: sharing, fetching, keeping, looking at one. Names of things that load come with their article.
// Nobody vouches for a file, and the sentences say so where it matters.

import type { Text } from '../en/index.ts';
import { forms } from './forms.ts';

const { counted } = forms;

const otherNodes = (n: number): string => counted(n, { one: 'anderem Knoten', other: 'anderen Knoten' });
const blocks = (n: number): string => counted(n, { one: 'Block', other: 'Blöcke' });

export const files: Text['files'] = {
  title: 'Dateien',
  share: {
    label: 'Eine Datei teilen',
    drop: '**Zieh Dateien oder einen Ordner hierher** oder wähle sie aus. Alle in diesem Netz können öffnen, was du teilst.',
    choose: 'Dateien wählen',
    chooseFolder: 'Ordner wählen',
    nothing: 'Darin war keine Datei.',
    several: (n) => counted(n, { one: 'Datei', other: 'Dateien' }),
    adding: (name) => `${name} wird hinzugefügt`,
    failed: 'Die Datei wurde nicht geteilt.',
    shared: 'ist geteilt: Dieser Tab bewahrt sie auf, und der nächste Block hält es fest.',
  },
  list: {
    label: 'Dateien dieses Netzes',
    title: 'In diesem Netz',
    these: 'die Dateien dieses Netzes',
    none: 'Noch keine Dateien',
    noneText: 'Was andere teilen, steht hier, das Neueste zuerst. Zieh oben eine Datei hinein, um anzufangen.',
    name: 'Name',
    size: 'Größe',
    where: 'Wo',
    block: 'Block',
    notYet: 'noch nicht',
    here: 'hier',
    kept: 'hier aufbewahrt',
    hereAnd: (others) => `hier und bei ${otherNodes(others)}`,
    keptAnd: (others) => `hier aufbewahrt und bei ${otherNodes(others)}`,
    atOthers: (others) => `bei ${otherNodes(others)}`,
    onItsWay: 'unterwegs',
    nowhere: 'niemand Verbundenes hat sie',
  },
  policy: {
    title: 'Platz für Dateien',
    this: 'den Platz für Dateien',
    used: (used, limit) => `${used} von ${limit} sind belegt. Mehr wird es nie.`,
    over: (used, limit) =>
      `${used} sind belegt: Was du geteilt hast und aufbewahrst, braucht mehr als ${limit}. Es kommt nichts hinzu, bis du etwas davon nicht mehr aufbewahrst.`,
    help: 'Hilf, die Dateien dieses Netzes zu erhalten: zuerst die, die am wenigsten Knoten haben.',
    atMost: 'Höchstens',
    failed: 'Das wurde nicht geändert.',
  },
  transfer: {
    of: (done, total) => `${done} von ${total}`,
    cancel: 'Abbrechen',
  },
  file: {
    this: 'die Datei',
    about: 'Über diese Datei',
    folder: 'ein Ordner',
    sharedIn: 'geteilt in',
    by: 'von',
    noBlock: 'noch sagt kein Block, wer sie geteilt hat',
    noHolder: 'Von keinem anderen Knoten ist bekannt, dass er sie hat.',
    heldBy: (n) => `Liegt bei ${otherNodes(n)}.`,
    heldFarAway: (n) => `Liegt bei ${otherNodes(n)}; davon ist gerade keiner verbunden.`,
    keptHere: 'Dieser Tab bewahrt sie auf.',
    address: 'Adresse',
    cid: 'Inhaltskennung',
    fetching: 'Wird geholt',
    waiting: 'Wartet auf jemanden, der sie hat. Sie kommt, sobald jemand verbunden ist.',
    waitingSince: (ago) => `Wartet auf einen Knoten, der sie hat; zuletzt gesehen ${ago}.`,
    save: 'Speichern',
    saveEntry: (path) => `${path} speichern`,
    look: 'Ansehen',
    lookAt: (path) => `${path} ansehen`,
    check: 'Jedes Byte prüfen',
    open: 'Öffnen',
    unpin: 'Nicht mehr aufbewahren',
    pin: 'Hier aufbewahren',
    allRight: (n) => `${blocks(n)} gelesen und geprüft; alles stimmt.`,
    damaged: (n, damaged) =>
      `${blocks(n)} gelesen und geprüft; ${blocks(damaged)} verändert. Das wird neu geholt, wenn dieser Tab die Datei aufbewahrt, sonst beim Öffnen.`,
    notFetched: 'Die Datei wurde nicht geholt.',
    notDone: 'Das wurde nicht getan.',
    inIt: 'den Inhalt',
    inFolder: 'In diesem Ordner',
    folderCut: (n) =>
      `In diesem Ordner ist mehr, als hier steht: mehr als ${counted(n, { one: 'Datei', other: 'Dateien' })} oder Namen, die keine Datei haben kann.`,
  },
  preview: {
    title: 'Vorschau',
    this: 'die Vorschau',
    tooLarge: 'Sie ist zu groß, um hier gezeigt zu werden. Speichere sie, um sie zu öffnen.',
    notShown: 'Die Datei wurde nicht gezeigt.',
    none: (mediaType) => `Dafür gibt es keine Vorschau (${mediaType}). Speichere sie, um sie zu öffnen.`,
    pdf: 'Eine PDF-Datei wird nicht in dieser Seite gezeigt, weil niemand für sie bürgt und nichts sie von der Seite trennen würde. Dein Browser öffnet sie in einem eigenen Tab.',
    pdfOpen: 'In neuem Tab öffnen',
    playsNow: 'Sie spielt schon, während sie ankommt.',
    playsLater:
      'Sie spielt, sobald alles hier ist. Vorher geht es nur, wenn der Browser die Seite behält: über https und nicht in einem privaten Fenster.',
    broke: 'So weit lässt sie sich noch nicht abspielen. Wenn alles hier ist, wird es noch einmal versucht.',
    notPlayed: 'Dieser Browser kann sie nicht abspielen. Speichere sie, um sie mit einem anderen Programm zu öffnen.',
  },
};
