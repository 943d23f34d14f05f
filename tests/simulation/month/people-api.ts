import type { Random } from '../../../samples/random.ts';
import { signedIn } from '../../support/tokens.ts';
import { StateError } from '../asl/interpreter.ts';
import { isObject, type Json, type JsonObject } from '../asl/json-path.ts';
import type { World } from '../engine/world.ts';
import { MINUTE, Violation } from './violation.ts';

/** Who starts runs and keeps the books. */
export const OFFICER = 'can-bo-1';

/** What nobody who is signed in may be told. */
const UNKNOWN_CALLER = ['not-signed-in', 'identity-differs', 'not-allowed'];

/** The HTTP API as its callers see it, behind an authoriser that has verified who they are. */
export class PeopleApi {
  readonly #world: World;
  readonly #random: Random;

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.fork('callers');
  }

  /** Asks the API as somebody who is signed in, again and again as a client does when it got no answer. */
  async ask(task: string, name: string, group: string, pathParameters: Json, body: Json): Promise<JsonObject> {
    for (let tries = 0; ; tries++) {
      const who = tokenOf(name, group, this.#world.scheduler.now());
      try {
        const answer = await this.#world.functions.invoke(task, { ...who, pathParameters, body: JSON.stringify(body) });
        const text = isObject(answer) ? answer['body'] : undefined;
        const content: Json = JSON.parse(typeof text === 'string' ? text : '{}');
        if (!isObject(content)) return {};
        if (UNKNOWN_CALLER.some((one) => one === content['error'])) {
          throw new Violation(`The API's ${task} does not know its caller`);
        }
        return content;
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        if (tries >= 12) throw new Violation(`The API's ${task} fails again and again: ${error.message}`);
        await this.#world.scheduler.sleep(this.#random.integer(1000, 20_000));
      }
    }
  }
}

const tokens = new Map<string, ReturnType<typeof signedIn>>();

/** Somebody who signed in some minutes ago: to sign a token takes longer than to ask, so it serves for a while. */
function tokenOf(name: string, group: string, now: number): ReturnType<typeof signedIn> {
  const signedAt = Math.floor(now / (20 * MINUTE)) * 20 * MINUTE;
  const key = `${name} ${group} ${signedAt}`;
  const token = tokens.get(key) ?? signedIn(name, [group], signedAt);
  tokens.set(key, token);
  return token;
}
