/** What a function that was killed looks like to whoever tries it again. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** The port, but once something else happens meanwhile: before a call of one method, or after it. `at` says which, from 1. */
export function interruptedOnce<Port extends object>(
  port: Port,
  method: keyof Port & string,
  when: 'before' | 'after',
  meanwhile: () => Promise<unknown>,
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
        if (isTheOne && when === 'before') await meanwhile();
        const result: unknown = await member.apply(target, given);
        if (isTheOne && when === 'after') await meanwhile();
        return result;
      };
    },
  });
}

/** The port, but killed once at a call of one method: before it happened, or after, when the caller never learns that it did. */
export function crashingOnce<Port extends object>(
  port: Port,
  method: keyof Port & string,
  when: 'before' | 'after' = 'before',
  at = 1,
): Port {
  const die = () => Promise.reject(new Crash(`${when} ${method}`));
  return interruptedOnce(port, method, when, die, at);
}
