import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Population } from '../../lambdas/domain/identity/citizen.ts';
import { answerRequest, type StubPorts } from '../../lambdas/identity-stub/answer-request.ts';
import { type Fault, NO_FAULT } from '../../lambdas/identity-stub/faults.ts';
import { TEST_NUMBERS } from '../../lambdas/identity-stub/test-numbers.ts';

/**
 * What the server does with one request: a fault of the stub's own (`slowMilliseconds` included), an answer word for
 * word, nothing at all until it closes, or half an answer, after which it stalls or breaks the connection off.
 */
export type Scripted =
  | Partial<Fault>
  | { readonly answer: { readonly status: number; readonly headers?: Record<string, string>; readonly body: string } }
  | 'silence'
  | 'stall'
  | 'hang-up';

export interface RegistryServerOptions {
  /** Who the registry knows; the test numbers when left out. */
  readonly population?: Population;
  /** One entry a request; when they are used up, everything goes well. */
  readonly script?: readonly Scripted[];
  readonly apiKey?: string;
}

interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface RegistryServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Every request in the order of its coming. */
  readonly received: readonly ReceivedRequest[];
}

/** Serves the stub's use case over real HTTP on a free port of this machine. `await using` closes it. */
export async function startRegistryServer(options: RegistryServerOptions = {}): Promise<RegistryServer> {
  const { population, script = [], apiKey } = options;
  const received: ReceivedRequest[] = [];

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = Buffer.concat(await Array.fromAsync<Uint8Array>(incoming)).toString('utf8');
    const step = script[received.length];
    received.push({ path: incoming.url ?? '', headers: incoming.headers, body });
    if (step === 'silence') return;
    if (step === 'stall' || step === 'hang-up') {
      outgoing.writeHead(200, { 'content-length': '1000' });
      outgoing.write('{"answers":', () => step === 'hang-up' && incoming.socket.destroy());
      return;
    }
    const fault: Fault = step && !('answer' in step) ? { ...NO_FAULT, ...step } : NO_FAULT;
    const {
      status,
      headers,
      body: text,
    } = step && 'answer' in step
      ? step.answer
      : await answerRequest(portsWith(fault, population, apiKey), asStub(incoming, body));
    outgoing.writeHead(status, headers).end(text);
  };

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    received,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portsWith(fault: Fault, population: Population | undefined, apiKey: string | undefined): StubPorts {
  return {
    registry: async () =>
      population ? { source: 'population-file', people: population } : { source: 'test-numbers', people: TEST_NUMBERS },
    nextFault: async () => fault,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    isAllowed: async (sent) => apiKey === undefined || sent === apiKey,
  };
}

function asStub(incoming: IncomingMessage, body: string) {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  return { method: incoming.method ?? '', path: incoming.url ?? '', headers, body };
}
