// Ids and addresses shortened in the middle: enough of both ends to tell two apart at a glance. Where one is shown so,
// copying gives the whole.

export const shortId = (id: string, ends = 6): string => {
  const prefix = id.startsWith('0x') ? 2 : id.startsWith('tab') ? id.indexOf('1') + 1 : 0;
  const head = prefix + ends;
  return id.length <= head + ends + 1 ? id : `${id.slice(0, head)}…${id.slice(-ends)}`;
};
