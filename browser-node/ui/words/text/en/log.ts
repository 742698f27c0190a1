// What stands in the node's log, by the node's own words: in English as it is, in other languages in theirs. Each `*` is
// something that the node fills in. A line that is not listed is shown in the node's English.

export type LogLines = Readonly<Record<string, string>>;

export const log: LogLines = {};
