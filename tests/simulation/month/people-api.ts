import type { Random } from '../../../samples/random.ts';
import { StateError } from '../asl/interpreter.ts';
import { isObject, type Json, type JsonObject } from '../asl/json-path.ts';
import type { World } from '../engine/world.ts';
import { Violation } from './violation.ts';

/** The HTTP API as its callers see it, behind an authoriser that has verified who they are. */
export class PeopleApi {
  readonly #world: World;
  readonly #random: Random;

  constructor(world: World) {
    this.#world = world;
    this.#random = world.random.fork('callers');
  }

  /** Asks the API, again and again as a client does when it got no answer. */
  async ask(task: string, name: string, group: string, pathParameters: Json, body: Json): Promise<JsonObject> {
    const claims = { username: name, 'cognito:groups': `[${group}]` };
    const event = { pathParameters, body: JSON.stringify(body), requestContext: { authorizer: { jwt: { claims } } } };
    for (let tries = 0; ; tries++) {
      try {
        const answer = await this.#world.functions.invoke(task, event);
        const text = isObject(answer) ? answer['body'] : undefined;
        const content: Json = JSON.parse(typeof text === 'string' ? text : '{}');
        return isObject(content) ? content : {};
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        if (tries >= 12) throw new Violation(`The API's ${task} fails again and again: ${error.message}`);
        await this.#world.scheduler.sleep(this.#random.integer(1000, 20_000));
      }
    }
  }
}
