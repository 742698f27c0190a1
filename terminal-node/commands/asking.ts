// Who answers a command: the node that runs on the data folder, over JSON-RPC, or, for what needs no network, the folder
// itself while no node has it. Owns what it opens, until the command is done.

import { errorCodes, type Method, type ParamsOf, type ResultOf } from '../../shared/provider/index.ts';
import { openFolderProvider } from '../own-provider.ts';
import { storeLockedSentence } from '../terminal-node.ts';
import { createRpcClient, NodeGone, type RpcClient, RpcRefusal } from '../rpc/rpc-client.ts';
import { rpcPlaceOf } from '../rpc/rpc-file.ts';
import { CommandError, exitCodes } from './command.ts';

export interface Asking {
  readonly ask: <M extends Method>(method: M, params: ParamsOf<M>) => Promise<ResultOf<M>>;
}

const noNode = (data: string): CommandError =>
  new CommandError(
    `No node runs on ${data}; start one in another terminal with: tabchain node --data ${data} --link '…'`,
    exitCodes.noNode,
  );

/** The client of the node that runs on this folder. Throws CommandError. */
export const nodeOf = async (data: string): Promise<RpcClient> => {
  const place = await rpcPlaceOf(data);
  if (place === undefined) throw noNode(data);
  const client = createRpcClient(place);
  return {
    ...client,
    call: (method, params) => told(data, () => client.call(method, params)),
    request: (method, params) => told(data, () => client.request(method, params)),
    listen: (...given) => told(data, () => client.listen(...given)),
  };
};

const told = async <T>(data: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw error instanceof NodeGone ? noNode(data) : error;
  }
};

const isRunning = async (data: string): Promise<RpcClient | undefined> => {
  try {
    const client = await nodeOf(data);
    await client.call('network_list', {});
    return client;
  } catch (error) {
    if (error instanceof CommandError && error.code === exitCodes.noNode) return undefined;
    throw error;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The API's errors as a running node would give them; what is our own bug stays what it is. */
const asRefusal = (error: unknown): unknown => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number') return error;
  if (error.code === errorCodes.internal) return error;
  const data = 'data' in error && isRecord(error.data) ? error.data : {};
  return new RpcRefusal({ code: error.code, message: error.message, data });
};

const onFolder = async <T>(data: string, use: (asking: Asking) => Promise<T>): Promise<T> => {
  const { provider, close } = await openFolderProvider(data).catch((error: unknown) => {
    throw new CommandError(storeLockedSentence(error, data));
  });
  try {
    return await use({
      ask: async <M extends Method>(method: M, params: ParamsOf<M>) => {
        try {
          return (await provider.handle(method, params)) as ResultOf<M>;
        } catch (error) {
          throw asRefusal(error);
        }
      },
    });
  } finally {
    await close();
  }
};

/** By the node that runs there, or else by the folder alone. */
export const askAnyhow = async <T>(data: string, use: (asking: Asking) => Promise<T>): Promise<T> => {
  const client = await isRunning(data);
  return client === undefined ? onFolder(data, use) : use({ ask: client.request });
};

/** By the folder alone, whatever its size; refuses while a node runs there. */
export const askFolder = onFolder;
