// An auction: the highest bid is held here, outbid coins can be taken back, and the seller gets the last bid at the end.

export function init(thing, minutes = 60, least = 1) {
  const until = context.time + minutes * 60000;
  storage.set('auction', {
    thing,
    seller: context.sender,
    until,
    least: BigInt(least),
    bidder: null,
    bid: 0n,
    paid: false,
  });
}

export function bid() {
  const auction = storage.get('auction');
  if (context.time > auction.until) revert('the auction is over');
  if (context.amount < auction.least || context.amount <= auction.bid) revert('a bid is more than the one before');
  // Whoever is outbid takes the coins back in a call of its own: sending them here could be refused and stop the auction.
  if (auction.bidder !== null) {
    const key = 'back ' + auction.bidder.slice(-58);
    storage.set(key, (storage.get(key) ?? 0n) + auction.bid);
  }
  storage.set('auction', { ...auction, bidder: context.sender, bid: context.amount });
  emit('bid', { bidder: context.sender, bid: context.amount });
}

export function takeBack() {
  const key = 'back ' + context.sender.slice(-58);
  const amount = storage.get(key) ?? 0n;
  if (amount === 0n) revert('nothing to take back');
  storage.delete(key);
  transfer(context.sender, amount);
  return amount;
}

export function finish() {
  const auction = storage.get('auction');
  if (context.time <= auction.until) revert('the auction is not over');
  if (auction.paid) revert('it is finished');
  storage.set('auction', { ...auction, paid: true });
  if (auction.bidder !== null) transfer(auction.seller, auction.bid);
  emit('sold', { to: auction.bidder, for: auction.bid });
}

export function auction() {
  return storage.get('auction');
}
