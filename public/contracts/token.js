// A token: a number of units beside the network's coin, which their holders pass on, or let others pass on for them.

const balanceOf = (holder) => storage.get('b ' + holder.slice(-58)) ?? 0n;

const setBalance = (holder, amount) => {
  if (amount === 0n) storage.delete('b ' + holder.slice(-58));
  else storage.set('b ' + holder.slice(-58), amount);
};

const allowanceKey = (owner, spender) => 'a ' + owner.slice(-30) + ' ' + spender.slice(-30);

const unitsOf = (amount) => {
  const units = BigInt(amount);
  if (units <= 0n) revert('an amount is more than 0');
  return units;
};

const move = (from, to, units) => {
  const held = balanceOf(from);
  if (held < units) revert('not enough units: ' + held + ' of ' + units);
  setBalance(from, held - units);
  setBalance(to, balanceOf(to) + units);
  emit('moved', { from, to, units });
};

export function init(name, symbol, supply) {
  storage.set('about', { name, symbol, supply: unitsOf(supply) });
  setBalance(context.sender, unitsOf(supply));
}

export function about() {
  return storage.get('about');
}

export function balance(holder) {
  return balanceOf(holder);
}

export function send(to, amount) {
  move(context.sender, to, unitsOf(amount));
}

// Lets a spender take up to so many units of the caller; 0 takes the leave back.
export function approve(spender, amount) {
  const key = allowanceKey(context.sender, spender);
  if (BigInt(amount) === 0n) storage.delete(key);
  else storage.set(key, unitsOf(amount));
  emit('approved', { owner: context.sender, spender, units: BigInt(amount) });
}

export function allowance(owner, spender) {
  return storage.get(allowanceKey(owner, spender)) ?? 0n;
}

export function sendFrom(owner, to, amount) {
  const units = unitsOf(amount);
  const left = allowance(owner, context.sender) - units;
  if (left < 0n) revert('the owner has not approved that many');
  const key = allowanceKey(owner, context.sender);
  if (left === 0n) storage.delete(key);
  else storage.set(key, left);
  move(owner, to, units);
}
