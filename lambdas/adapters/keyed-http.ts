import type { HttpClient, HttpRequest, HttpResponse } from './http.ts';
import type { Secret } from './secrets.ts';

/**
 * Calls that carry a key. Where the key is refused (401) it may have been changed since it was read: it is read again,
 * and if it is another one the call is made once more. A key that is still refused is the answer, for an engineer.
 */
export class KeyedHttpClient {
  readonly #http: Pick<HttpClient, 'request'>;
  readonly #header: string;
  readonly #key: Pick<Secret, 'value' | 'current'>;

  constructor(http: Pick<HttpClient, 'request'>, header: string, key: Pick<Secret, 'value' | 'current'>) {
    this.#http = http;
    this.#header = header;
    this.#key = key;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    const key = await this.#key.value();
    const response = await this.#with(key, request);
    if (response.status !== 401) return response;
    const newer = await this.#key.current();
    return newer === key ? response : this.#with(newer, request);
  }

  #with(key: string, request: HttpRequest): Promise<HttpResponse> {
    return this.#http.request({ ...request, headers: { ...request.headers, [this.#header]: key } });
  }
}
