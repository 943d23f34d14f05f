/** What a function that was killed looks like to whoever tries it again. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * The port, but killed once at a call of one method: before it happened, or after, when the caller never learns that
 * it did. `at` says at which call, from 1.
 */
export function crashingOnce<Port extends object>(
  port: Port,
  method: keyof Port & string,
  when: 'before' | 'after' = 'before',
  at = 1,
): Port {
  let calls = 0;
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      if (name !== method) return member.bind(target);
      return async (...given: unknown[]) => {
        calls += 1;
        const isTheOne = calls === at;
        if (isTheOne && when === 'before') throw new Crash(`before ${method}`);
        const result: unknown = await member.apply(target, given);
        if (isTheOne) throw new Crash(`after ${method}`);
        return result;
      };
    },
  });
}
