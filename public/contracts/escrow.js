// Holds a buyer's coins until the buyer is content, the arbiter decides, or the time is over.

export function init(seller, arbiter, days = 7) {
  if (context.amount === 0n) revert('deploy with the coins to hold');
  const until = context.time + days * 86400000;
  storage.set('deal', { buyer: context.sender, seller, arbiter, until, held: context.amount, open: true });
}

const close = (to) => {
  const deal = storage.get('deal');
  storage.set('deal', { ...deal, held: 0n, open: false });
  transfer(to, deal.held);
  emit('closed', { to, amount: deal.held });
};

const openDeal = () => {
  const deal = storage.get('deal');
  if (!deal.open) revert('the deal is closed');
  return deal;
};

export function release() {
  const deal = openDeal();
  if (context.sender !== deal.buyer && context.sender !== deal.arbiter) revert('for the buyer or the arbiter');
  close(deal.seller);
}

export function refund() {
  const deal = openDeal();
  if (context.sender !== deal.seller && context.sender !== deal.arbiter) revert('for the seller or the arbiter');
  close(deal.buyer);
}

// After the time is over the buyer alone may take the coins back.
export function timeout() {
  const deal = openDeal();
  if (context.sender !== deal.buyer) revert('for the buyer');
  if (context.time < deal.until) revert('the time is not over');
  close(deal.buyer);
}

export function deal() {
  return storage.get('deal');
}
