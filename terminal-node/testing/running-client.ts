// A client of the node that runs on a data folder, for tests: found by the file that the node leaves there, as a command in
// another terminal finds it. Owns nothing.

import { createRpcClient, type RpcClient } from '../rpc/rpc-client.ts';
import { rpcPlaceOf } from '../rpc/rpc-file.ts';

/** Rejects where no node runs there. */
export const runningClient = async (dataFolder: string): Promise<RpcClient> => {
  const place = await rpcPlaceOf(dataFolder);
  if (place === undefined) throw new Error(`no node on ${dataFolder}`);
  return createRpcClient(place);
};
