import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ControlTotalBroken, controlTotalOf } from '../../../lambdas/domain/control-total.ts';
import { safeError } from '../../../lambdas/runtime/safe-error.ts';

const NAME = 'Nguyễn Thị Bí Mật';
const BARE = 'Nguyen Thi Bi Mat';
const ID = '001150000777';
const ACCOUNT = '2206205009999';
const MARKS = [NAME, NAME.normalize('NFD'), BARE, 'Nguyen', 'Thi', 'Mật', ID, ACCOUNT, '1150000777'];

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}

const person = z.strictObject({
  fullName: z.enum(['Lan']),
  personalId: z.string().regex(/^9/),
  account: z.number(),
  months: z.record(z.string().regex(/^\d{4}-\d{2}$/), z.number()),
  payee: z.discriminatedUnion('kind', [z.object({ kind: z.literal('self') })]),
});

/** Everything that Lambda's runtime, X-Ray and Step Functions take out of an error. */
function told(error: Error): string {
  return [error.name, error.message, error.stack, String(error.cause), JSON.stringify(Object.entries(error))].join(
    '\n',
  );
}

const QUOTING: readonly (readonly [string, () => unknown])[] = [
  [
    'zod about a row',
    () =>
      person.parse({
        fullName: NAME,
        personalId: ID,
        account: ACCOUNT,
        months: { [NAME]: 1, [ID]: 'x' },
        payee: { kind: BARE },
        [BARE]: ID,
      }),
  ],
  ['zod about a list of rows', () => z.array(person).parse([{ [ID]: NAME }])],
  [
    'zod with a message of ours that quotes',
    () =>
      z
        .string()
        .refine(() => false, `${NAME} is unknown`)
        .parse('x'),
  ],
  ['JSON that ends too soon', () => JSON.parse(`{"fullName":"${NAME}","personalId":"${ID}`)],
  ['JSON that is text', () => JSON.parse(`${NAME};${ID};${ACCOUNT}`)],
  ['JSON with a word', () => JSON.parse(`{"name": ${BARE}}`)],
  ['a number that is none', () => BigInt(BARE)],
  [
    'a property of a text',
    () => {
      throw new TypeError(`Cannot use 'in' operator to search for 'payee' in ${BARE}`);
    },
  ],
  ['a map of texts', () => Reflect.construct(Map, [[BARE]])],
  ['an address', () => new URL(`${BARE} ${ID}`)],
  [
    'a plain error with a name',
    () => {
      throw new Error(`No account for ${NAME} (${ID}), ${ACCOUNT}`);
    },
  ],
  [
    'a quotation',
    () => {
      throw new Error(`Invalid Name: '${BARE}', "${BARE}", “${BARE}”`);
    },
  ],
  [
    'a file',
    () => {
      throw new Error(`ENOENT: no such file or directory, open '/tmp/${BARE}.xlsx'`);
    },
  ],
  [
    'a refusal of AWS that names an object',
    () => {
      throw new Error(`not authorized on resource: arn:aws:s3:::inbox/lists/2023-06/10114/Nguyen.xlsx because of it`);
    },
  ],
  [
    'a cause',
    () => {
      throw new Error('The file is damaged', { cause: new Error(NAME) });
    },
  ],
  [
    'more properties',
    () => {
      throw Object.assign(new Error('Damaged'), { row: { fullName: NAME }, key: BARE });
    },
  ],
  [
    'a name for an error',
    () => {
      throw Object.assign(new Error('Damaged'), { name: NAME });
    },
  ],
  [
    'a text that is thrown',
    () => {
      throw NAME;
    },
  ],
];

describe('What a function throws tells nothing of a person', () => {
  it.each(QUOTING)('%s', (_, work) => {
    const said = told(safeError(thrownBy(work)));
    for (const mark of MARKS) expect(said).not.toContain(mark);
  });

  it('the same errors as they are would tell', () => {
    const telling = QUOTING.filter(([, work]) => {
      const error = thrownBy(work);
      const said = error instanceof Error ? `${told(error)} ${error.cause}` : String(error);
      return MARKS.some((mark) => said.includes(mark));
    });
    expect(telling.length).toBeGreaterThan(QUOTING.length - 4);
  });
});

describe('What a function throws still says what went wrong, and where', () => {
  it('its name, by which the state machine decides, and its frames', () => {
    const error = thrownBy(() => person.parse({}));
    const safe = safeError(error);
    expect(safe.name).toBe('ZodError');
    expect(safe.stack).toMatch(/^ZodError: .*\n +at .*safe-error\.test\.ts/s);
    expect(safe.message).toContain('invalid_value at fullName; invalid_type at personalId');
  });

  it.each([
    ['The store left items unprocessed'],
    ['The figures of 10114 were not counted for target 0'],
    ['Another publication of 2023-06 came out at the same moment 5 times'],
    [
      'User: arn:aws:sts::000000000000:assumed-role/role/function is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:ap-southeast-1:000000000000:table/Claims',
    ],
  ])('words without data stay: %s', (message) => {
    const { message: said } = safeError(new Error(message));
    expect(said.replaceAll('…', '000000000000')).toBe(message);
  });

  it('a bug of ours stays readable', () => {
    const nothing: { rows?: string[] } = JSON.parse('{}');
    expect(safeError(thrownBy(() => Reflect.get(Object(nothing.rows?.length), 'x').fullName)).message).toBe(
      "Cannot read properties of undefined (reading 'fullName')",
    );
  });

  it('a broken control total keeps its sums', () => {
    const message = 'Kỳ 06/2023, đã chi: 12446098600 ≠ 12446098601';
    const broken = new ControlTotalBroken([controlTotalOf('Kỳ 06/2023, đã chi', 12_446_098_600, 12_446_098_601)]);
    expect(safeError(broken)).toMatchObject({ name: 'ControlTotalBroken', message });
  });
});
