// Names for addresses: first come, first served, for a year at a time and a yearly price.

const year = 365 * 86400000;

export function init(price = 1000) {
  storage.set('price', BigInt(price));
  storage.set('owner', context.sender);
}

const check = (name) => {
  if (typeof name !== 'string' || !/^[a-z0-9-]{3,32}$/.test(name)) revert('3 to 32 of a-z, 0-9 and -');
  return 'n ' + name;
};

export function register(name, target = context.sender) {
  const key = check(name);
  const known = storage.get(key);
  const isMine = known !== undefined && known.holder === context.sender;
  if (known !== undefined && !isMine && context.time < known.until) revert('taken until ' + known.until);
  if (context.amount !== storage.get('price')) revert('the price is ' + storage.get('price'));
  const from = isMine && known.until > context.time ? known.until : context.time;
  storage.set(key, { holder: context.sender, target, until: from + year });
  emit('registered', { name, holder: context.sender });
}

export function point(name, target) {
  const key = check(name);
  const known = storage.get(key);
  if (known === undefined || known.holder !== context.sender) revert('for the holder of the name');
  storage.set(key, { ...known, target });
}

export function lookup(name) {
  const known = storage.get(check(name));
  return known === undefined || context.time > known.until ? null : known.target;
}

export function withdraw(amount) {
  if (context.sender !== storage.get('owner')) revert('for the owner');
  transfer(context.sender, BigInt(amount));
}
