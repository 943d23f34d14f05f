import { lookup as systemLookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. Leave it out of a GET. */
  readonly body?: object;
  /** From the start of the request to the last byte of the answer; without it the client's own limit holds. */
  readonly timeoutMilliseconds?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case, repeated headers joined as RFC 9110 section 5.3 says. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as UTF-8, whatever its type. */
  readonly text: string;
}

/** A call that brought no whole answer. The message names no host, path or content. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly reason: 'timeout' | 'connection' | 'too-large';

  constructor(reason: HttpFailure['reason'], detail?: string) {
    super(detail === undefined ? `HTTP call failed: ${reason}` : `HTTP call failed: ${reason} (${detail})`);
    this.reason = reason;
  }
}

export interface HttpLimits {
  readonly timeoutMilliseconds: number;
  readonly maxResponseBytes: number;
  readonly maxSockets: number;
}

const DEFAULT_LIMITS: HttpLimits = { timeoutMilliseconds: 10_000, maxResponseBytes: 5 * 1024 * 1024, maxSockets: 16 };

/**
 * JSON over HTTP, with connections kept alive. It follows no redirect, so that a key is never carried to another host,
 * and repeats nothing: whether a call may be repeated is for its caller to know.
 */
export class HttpClient {
  readonly #limits: HttpLimits;
  readonly #plain: http.Agent;
  readonly #secure: https.Agent;

  constructor(limits: Partial<HttpLimits> = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
    const options = { keepAlive: true, maxSockets: this.#limits.maxSockets, lookup: lookupWithLocalhost };
    this.#plain = new http.Agent(options);
    this.#secure = new https.Agent(options);
  }

  /**
   * Gives the answer of whatever status. Throws {@link HttpFailure} when there is none, and a TypeError for an address
   * that is none or that would send personal data or a key in the clear.
   */
  async request(request: HttpRequest): Promise<HttpResponse> {
    const url = checkedUrl(request.url);
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const headers = {
      accept: 'application/json',
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(body)) }),
      ...request.headers,
    };
    const options = { method: request.method, headers };
    const outgoing =
      url.protocol === 'https:'
        ? https.request(url, { ...options, agent: this.#secure })
        : http.request(url, { ...options, agent: this.#plain });
    let isTimeUp = false;
    const timer = setTimeout(() => {
      isTimeUp = true;
      outgoing.destroy();
    }, request.timeoutMilliseconds ?? this.#limits.timeoutMilliseconds);
    try {
      const incoming = await new Promise<http.IncomingMessage>((resolve, reject) => {
        outgoing.once('response', resolve);
        // Stays for good: an error that comes after the response has begun is told a second time, by the response.
        outgoing.on('error', reject);
        outgoing.end(body);
      });
      return {
        status: incoming.statusCode ?? 0,
        headers: joined(incoming.headers),
        text: await this.#text(incoming),
      };
    } catch (error) {
      outgoing.destroy();
      // What Node says of a connection that we broke off ourselves depends on how far the answer had come.
      if (isTimeUp) throw new HttpFailure('timeout');
      throw error instanceof HttpFailure ? error : new HttpFailure('connection', codeOf(error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Closes the connections that are kept alive. */
  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }

  async #text(incoming: http.IncomingMessage): Promise<string> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of incoming) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('A response without encoding gives bytes');
      size += chunk.byteLength;
      if (size > this.#limits.maxResponseBytes) throw new HttpFailure('too-large');
      chunks.push(chunk);
    }
    return new TextDecoder().decode(Buffer.concat(chunks));
  }
}

/**
 * Names below `localhost` are this machine (RFC 6761 section 6.3), but not every resolver knows. A local cloud gives
 * each API an address like `http://{id}.execute-api.localhost:4566`.
 */
const lookupWithLocalhost: LookupFunction = (hostname, options, callback) => {
  if (!isBelowLocalhost(hostname)) systemLookup(hostname, options, callback);
  else if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
};

function isBelowLocalhost(hostname: string): boolean {
  return /\.localhost\.?$/i.test(hostname);
}

/** Plain HTTP stays on this machine: everything that is called here carries personal data or a key. */
function checkedUrl(address: string): URL {
  const url = new URL(address);
  const isLocal =
    url.hostname === 'localhost' || isBelowLocalhost(url.hostname) || /^(127\.[\d.]+|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) return url;
  throw new TypeError('An address must begin with https:// (http:// only on this machine)');
}

function joined(headers: http.IncomingHttpHeaders): Record<string, string> {
  const single: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) single[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return single;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
