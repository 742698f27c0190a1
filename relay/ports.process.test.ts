// The other ways into a relay: TLS with a certificate of its operator, and WebRTC-direct with one that nobody signed.

import { webRTCDirect } from '@libp2p/webrtc';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { get, type RequestOptions } from 'node:https';
import { IncomingMessage } from 'node:http';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDirectPort } from './direct-port.ts';
import { makeSelfSigned } from './self-signed-certificate.ts';
import { createRelayClient, type RelayClient } from './testing/relay-client.ts';
import { openRelayFolder, type RelayFolder } from './testing/relay-folder.ts';
import { until } from './testing/until.ts';

let folder: RelayFolder;

beforeEach(async () => {
  folder = await openRelayFolder();
});

afterEach(() => folder.remove());

const freeUdpPort = async (): Promise<number> => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
};

describe('TLS', () => {
  /** The certificate is nobody's, so it is compared, not trusted. */
  const ask = async (url: string, more: RequestOptions = {}) => {
    const request = get(url, { rejectUnauthorized: false, agent: false, ...more });
    const [response] = await Promise.race([once(request, 'response'), once(request, 'upgrade')]).then(
      (answered: readonly unknown[]) => answered,
    );
    if (!(response instanceof IncomingMessage) || !(response.socket instanceof TLSSocket)) throw new Error('no answer');
    const certificate = response.socket.getPeerX509Certificate()?.toString();
    return { status: response.statusCode, certificate, end: () => request.destroy() };
  };

  test('serves https and wss, tells so, and takes a renewed certificate without a restart', async () => {
    const [tlsCert, tlsKey] = [join(folder.path, 'cert.pem'), join(folder.path, 'key.pem')];
    const install = async (): Promise<string> => {
      const { certificate, key } = makeSelfSigned(Date.now(), 1);
      await writeFile(tlsCert, certificate);
      await writeFile(tlsKey, key);
      return certificate;
    };
    const first = await install();
    const relay = await folder.start({ tlsCert, tlsKey });
    expect(relay.page).toBe(`https://127.0.0.1:${relay.port}/`);
    expect(relay.relays).toEqual([`/ip4/127.0.0.1/tcp/${relay.port}/tls/ws/p2p/${relay.peerId}`]);
    const health = await ask(`${relay.page}health`);
    expect(health).toMatchObject({ status: 200, certificate: first });
    health.end();
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const key = randomBytes(16).toString('base64');
    const socket = await ask(relay.page, { headers: { ...upgrade, 'sec-websocket-key': key } });
    expect(socket.status).toBe(101);
    socket.end();
    const second = await install();
    await relay.renewCertificate();
    const renewed = await ask(`${relay.page}health`);
    expect(renewed.certificate).toBe(second);
    renewed.end();
  }, 30_000);

  test('a certificate that is none, or is not there, is said in one sentence', async () => {
    const [tlsCert, tlsKey] = [join(folder.path, 'cert.pem'), join(folder.path, 'key.pem')];
    await expect(folder.start({ tlsCert, tlsKey })).rejects.toThrow(
      /cannot read the certificate .*; correct --tls-cert/,
    );
    await writeFile(tlsCert, 'no');
    await writeFile(tlsKey, 'no');
    await expect(folder.start({ tlsCert, tlsKey })).rejects.toThrow(/is not readable PEM .*; correct --tls-cert/);
  }, 30_000);
});

describe('WebRTC-direct', () => {
  const client = async (address: string): Promise<RelayClient> => {
    const transports = [webRTCDirect({ rtcConfiguration: { iceServers: [] } })];
    const one = await createRelayClient({ relay: address, transports });
    folder.keep(one);
    return one;
  };

  test('a client comes in by it and holds a place; with the next certificate’s hash not yet', async () => {
    const webrtcPort = String(await freeUdpPort());
    const relay = await folder.start({ webrtcPort });
    const direct = relay.relays.filter((address) => address.includes('/webrtc-direct/certhash/u'));
    expect(direct).toHaveLength(2);
    const one = await client(direct[0] ?? '');
    await one.connect();
    one.advertise(new Uint8Array(32));
    await until('a place', async () => {
      return (await (await fetch(`${relay.page}health`)).text()).includes('"reservations":1');
    });
    await expect((await client(direct[1] ?? '')).connect()).rejects.toThrow();
  }, 60_000);

  test('the address with the next hash works once the certificate has changed, on the same port', async () => {
    let nowMs = Date.now();
    const port = await openDirectPort(folder.path, () => nowMs);
    const before = port.hashes();
    const udp = await freeUdpPort();
    const server = await createRelayClient({
      relay: '',
      transports: [port.transport],
      listen: [`/ip4/127.0.0.1/udp/${udp}/webrtc-direct`],
    });
    folder.keep(server);
    folder.keep({ stop: async () => port.stop() });
    nowMs += 200 * 86_400_000;
    await port.look();
    expect(port.hashes()[0]).toBe(before[1]);
    const next = `/ip4/127.0.0.1/udp/${udp}/webrtc-direct/certhash/${before[1] ?? ''}/p2p/${server.peerId}`;
    const one = await client(next);
    await expect(one.dialRelay()).resolves.toBeDefined();
  }, 60_000);
});
