// What the screen says: errors, amounts, times, quantities, records and transactions in words. Pure functions.

export { coinsOf, readCoins } from './coins.ts';
export { alarmWords, choiceWords, faultWords, hasCode, jobWords } from './fault-words.ts';
export { consensusFacts, slotOf } from './consensus-text.ts';
export { glossaryEntry } from './glossary.ts';
export { independenceText } from './independence-text.ts';
export { joinPartOf } from './join-part.ts';
export {
  isLanguage,
  type Language,
  languageFor,
  languageNames,
  languageNow,
  languages,
  speak,
  words,
} from './language.ts';
export { logText } from './log-text.ts';
export { proofBytesIn } from './proof-text.ts';
export {
  agoText,
  aheadText,
  bytesText,
  durationAfterIn,
  durationText,
  hashesPerBlock,
  hashRateText,
} from './quantity.ts';
export { byteCount, hexOfText, textOfHex } from './record-text.ts';
export { shortId } from './short-id.ts';
export type { Text } from './text/en/index.ts';
export { storageText } from './storage-text.ts';
export { richPieces } from './rich-text.ts';
export { type SettleFacts, txProgress } from './tx-progress.ts';
export { verifiedText } from './verified-text.ts';
