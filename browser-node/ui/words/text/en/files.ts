// The files of the network: sharing, fetching, keeping, looking at one. Names of things that load come with their article.
// Nobody vouches for a file, and the sentences say so where it matters.

import { forms } from './forms.ts';

const { counted } = forms;

export const files = {
  title: 'Files',
  share: {
    label: 'Share a file',
    drop: '**Drop files or a folder here**, or choose them. Everyone on this network can open what you share.',
    choose: 'Choose files',
    chooseFolder: 'Choose a folder',
    nothing: 'There was no file in it.',
    several: (n: number) => counted(n, { one: 'file', other: 'files' }),
    adding: (name: string) => `Adding ${name}`,
    failed: 'The file was not shared.',
    /** after the file’s name, which is a link */
    shared: 'is shared: this tab keeps it, and the next block will say so.',
  },
  list: {
    label: 'Files of this network',
    title: 'On this network',
    these: 'the files of this network',
    none: 'No files yet',
    noneText: 'What people share stands here, newest first. Drop one above to begin.',
    name: 'Name',
    size: 'Size',
    where: 'Where',
    block: 'Block',
    notYet: 'not yet',
    here: 'here',
    kept: 'kept here',
    hereAnd: (others: number) => `here, and at ${counted(others, { one: 'other node', other: 'other nodes' })}`,
    keptAnd: (others: number) => `kept here, and at ${counted(others, { one: 'other node', other: 'other nodes' })}`,
    atOthers: (others: number) => `at ${counted(others, { one: 'other node', other: 'other nodes' })}`,
    onItsWay: 'on its way',
    nowhere: 'nobody linked has it',
  },
  policy: {
    title: 'Room for files',
    this: 'the room for files',
    used: (used: string, limit: string) => `${used} of ${limit} are used. It is never more than that.`,
    over: (used: string, limit: string) =>
      `${used} are used: what you have shared and keep takes more than ${limit}. Nothing more is taken until you stop keeping some of it.`,
    help: 'Help to keep this network’s files: those that the fewest hold come first.',
    atMost: 'At most',
    failed: 'That was not changed.',
  },
  transfer: {
    of: (done: string, total: string) => `${done} of ${total}`,
    cancel: 'Cancel',
  },
  file: {
    this: 'the file',
    about: 'About this file',
    folder: 'a folder',
    /** before a link to the block */
    sharedIn: 'shared in',
    /** between the block and the address of who shared it */
    by: 'by',
    noBlock: 'no block says who shared it yet',
    noHolder: 'No other node is known to hold it.',
    heldBy: (n: number) => `Held by ${counted(n, { one: 'other node', other: 'other nodes' })}.`,
    heldFarAway: (n: number) =>
      `Held by ${counted(n, { one: 'other node', other: 'other nodes' })}; none of them is linked now.`,
    keptHere: 'This tab keeps it.',
    address: 'address',
    cid: 'content id',
    fetching: 'Fetching',
    waiting: 'Waiting for somebody who has it. It comes as soon as one is linked.',
    waitingSince: (ago: string) => `Waiting for a holder, last seen ${ago}.`,
    save: 'Save',
    saveEntry: (path: string) => `Save ${path}`,
    look: 'Look at it',
    lookAt: (path: string) => `Look at ${path}`,
    check: 'Check every byte',
    open: 'Open',
    unpin: 'Stop keeping it',
    pin: 'Keep it here',
    allRight: (blocks: number) =>
      `${counted(blocks, { one: 'block', other: 'blocks' })} read and hashed; all are right.`,
    damaged: (blocks: number, damaged: number) =>
      `${counted(blocks, { one: 'block', other: 'blocks' })} read and hashed; ${counted(damaged, { one: 'block', other: 'blocks' })} had changed. It is fetched again if this tab keeps the file, else when it is opened.`,
    notFetched: 'The file was not fetched.',
    notDone: 'That was not done.',
    inIt: 'what is in it',
    inFolder: 'In this folder',
    /** after the list */
    folderCut: (n: number) =>
      `There is more in this folder than is listed: it has more than ${counted(n, { one: 'file', other: 'files' })}, or names that no file can have.`,
  },
  preview: {
    title: 'Preview',
    this: 'the preview',
    tooLarge: 'It is too large to be shown here. Save it to open it.',
    notShown: 'The file was not shown.',
    none: (mediaType: string) => `There is no preview for what this is (${mediaType}). Save it to open it.`,
    pdf: 'A PDF is not shown inside this page, because nobody vouches for it and nothing would keep it apart. Your browser’s viewer opens it in a tab of its own.',
    pdfOpen: 'Open in a new tab',
    playsNow: 'It plays while it arrives.',
    playsLater:
      'It plays once all of it is here. Playing it before takes a page that this browser keeps: over https, and not in a private window.',
    broke: 'It cannot be played so far. It is tried again once all of it is here.',
    notPlayed: 'This browser cannot play it. Save it to open it with another program.',
  },
};
