/** Stands in the way of every call of a client, each retry by itself: passes it on to `next`, or does not. */
export type ClientPlugin = <Call extends { readonly input: object; readonly request: unknown }, Answer>(
  next: (call: Call) => Promise<Answer>,
  context: { readonly clientName?: string; readonly commandName?: string },
) => (call: Call) => Promise<Answer>;

/** What every client of the SDK has, of which a plugin makes use. */
export interface SdkClient {
  readonly middlewareStack: {
    addRelativeTo(
      plugin: ClientPlugin,
      place: { readonly relation: 'after'; readonly toMiddleware: 'retryMiddleware'; readonly name: string },
    ): void;
    remove(middleware: string): boolean;
  };
}

/**
 * What stands between a client and AWS: nothing. A cloud for tests that asks for it (context `watchCalls`) has another
 * file in this one's place, which records calls and makes them fail: see lib/bundles.ts and docs/adr/0021-grants.md.
 */
export function plugInto(_client: SdkClient): void {}
