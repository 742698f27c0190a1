// What counts as an address in a scanned code.

import { expect, test } from 'vitest';
import { addressInCode } from './read-code.ts';

const address = 'tab1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5z5tpwxqergd3c8g7rusq';

test.each([address, address.toUpperCase(), `https://relay.example/#/address/${address}`, `  ${address}\n`])(
  'the address in %s',
  (code) => {
    expect(addressInCode(code)).toBe(address);
  },
);

test.each(['', 'hello', 'https://relay.example/#/join/eyJ', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'])(
  'none in %s',
  (code) => {
    expect(addressInCode(code)).toBeUndefined();
  },
);
