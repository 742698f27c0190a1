// Dice over a block that does not exist when the bet is placed: bet now, roll in a later block.
//
// Caveat: a block has no chance of its own. The roll hashes the time and height of the block that has it, and its producer
// chooses that time within seconds and may leave the roll out and wait. So never let more depend on a roll than a block's
// reward. For stakes among people who distrust each other let both commit to a secret's hash first and reveal it then.

export function init() {
  if (context.amount === 0n) revert('deploy with coins for the bank');
  storage.set('bank', context.amount);
  storage.set('owner', context.sender);
}

const keyOf = (player) => 'bet ' + player.slice(-58);

export function bet(number) {
  if (!(number >= 1 && number <= 6)) revert('a number from 1 to 6');
  const stake = context.amount;
  const bank = storage.get('bank');
  if (stake === 0n) revert('a bet has a stake');
  if (stake * 5n > bank) revert('the bank holds too little for that stake');
  if (storage.has(keyOf(context.sender))) revert('roll first');
  storage.set(keyOf(context.sender), { number, stake, height: context.height });
  storage.set('bank', bank - stake * 5n); // kept apart until the roll
}

export function roll() {
  const key = keyOf(context.sender);
  const placed = storage.get(key);
  if (placed === undefined) revert('no bet is placed');
  if (context.height <= placed.height) revert('roll in a later block');
  storage.delete(key);
  const text = [context.chainId, context.height, context.time, context.sender].join(' ');
  const bytes = sha256(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
  const number = (bytes.reduce((sum, byte) => sum + byte, 0) % 6) + 1;
  const won = number === placed.number;
  if (won) transfer(context.sender, placed.stake * 6n);
  else storage.set('bank', storage.get('bank') + placed.stake * 6n);
  emit('rolled', { number, won });
  return number;
}

export function bank() {
  return storage.get('bank');
}
