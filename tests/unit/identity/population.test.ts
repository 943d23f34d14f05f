import { describe, expect, it } from 'vitest';
import { populationFile, WatchedObject } from '../../../lambdas/adapters/population-file.ts';
import { PopulationUnreadable, readPopulation } from '../../../lambdas/formats/population-csv.ts';

const HEADER = 'personal_id,full_name,birth_date,sex,deceased_on,bank,account_number';
const read = (text: string) => readPopulation(new TextEncoder().encode(text));
const failureOf = (text: string) => read(text).catch((error: unknown) => error);

describe('a population file', () => {
  it('gives its people by personal id', async () => {
    const people = await read(
      `${HEADER}\n001000000001,Nguyễn Văn Khớp,1900-01-01,male,,970405,0013\n001100000002,Trần Thị Hòa,1900-02-02,female,2023-05-20,,\n`,
    );
    expect([...people.values()]).toEqual([
      {
        personalId: '001000000001',
        fullName: 'Nguyễn Văn Khớp',
        birthDate: '1900-01-01',
        sex: 'male',
        deceasedOn: null,
        accounts: [{ bank: '970405', number: '0013' }],
      },
      {
        personalId: '001100000002',
        fullName: 'Trần Thị Hòa',
        birthDate: '1900-02-02',
        sex: 'female',
        deceasedOn: '2023-05-20',
        accounts: [],
      },
    ]);
  });

  it('may begin with a BOM, end its lines as Windows does, quote, and order its columns as it likes', async () => {
    const people = await read(
      '\ufefffull_name,personal_id,sex,birth_date,account_number,bank,deceased_on\r\n"Lê, Thị ""Ba""",001100000002,female,1900,,,\r\n',
    );
    expect(people.get('001100000002')).toMatchObject({ fullName: 'Lê, Thị "Ba"', birthDate: '1900' });
  });

  it('may give somebody several accounts, a line each', async () => {
    const line = (account: string) => `001000000001,Nguyễn Văn Khớp,1900-01-01,male,,${account}\n`;
    const people = await read(`${HEADER}\n${line('970405,11')}${line('970436,22')}`);
    expect(people.get('001000000001')?.accounts.map(({ number }) => number)).toEqual(['11', '22']);
  });

  it('may have no people', async () => {
    expect((await read(`${HEADER}\n`)).size).toBe(0);
  });

  it.each([
    ['a column is missing', 'personal_id,full_name\n', 'no column birth_date, sex, deceased_on, bank, account_number'],
    ['an id is none', `${HEADER}\n12345,An,,,,,\n`, 'line 2: cannot read personalId'],
    ['a name is missing', `${HEADER}\n001000000001,,,,,,\n`, 'line 2: cannot read fullName'],
    ['a sex is none', `${HEADER}\n001000000001,An,,nam,,,\n`, 'line 2: cannot read sex'],
    ['a day of death does not exist', `${HEADER}\n001000000001,An,,,2023-02-30,,\n`, 'line 2: cannot read deceasedOn'],
    ['two lines contradict', `${HEADER}\n001000000001,An,,,,,\n001000000001,Ba,,,,,\n`, 'line 3: contradicts'],
    ['a line is short', `${HEADER}\n001000000001,An\n`, 'CSV_RECORD_INCONSISTENT_COLUMNS in line 2'],
    ['a quote never ends', `${HEADER}\n001000000001,"An,,,,,\n`, 'CSV_QUOTE_NOT_CLOSED'],
  ])('is refused by line when %s', async (_, text, message) => {
    const failure = await failureOf(text);
    expect(failure).toBeInstanceOf(PopulationUnreadable);
    expect(String(failure)).toContain(message);
    expect(String(failure)).not.toMatch(/001000000001|12345|\bAn\b|\bBa\b|nam/);
  });

  it('of a district is read whole, over many slices', async () => {
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => `${String(index).padStart(12, '0')},Đỗ Thị Ẵng,1950-01-01,female,,,`,
    );
    const people = await read([HEADER, ...lines].join('\n'));
    expect(people.size).toBe(20_000);
    expect(new Set([...people.values()].map(({ fullName }) => fullName))).toEqual(new Set(['Đỗ Thị Ẵng']));
  });
});

/** A bucket with one object that can be put, changed and taken away; counts how often it is read. */
function bucketOfOne() {
  let text: string | undefined;
  let version = 0;
  let reads = 0;
  return {
    put(content: string | undefined) {
      text = content;
      version++;
    },
    get reads() {
      return reads;
    },
    async facts() {
      if (text === undefined) throw Object.assign(new Error('no such object'), { name: 'NotFound' });
      return { size: text.length, etag: String(version), storedAt: new Date(0), versionId: undefined };
    },
    async bytes() {
      reads++;
      return new TextEncoder().encode(text);
    },
  };
}

describe('an object that is watched', () => {
  const watch = (bucket: ReturnType<typeof bucketOfOne>) =>
    new WatchedObject(bucket, 'a/b.txt', (bytes) => new TextDecoder().decode(bytes));

  it('is not there, comes, changes and goes, and what stands there is what is read', async () => {
    const bucket = bucketOfOne();
    const watched = watch(bucket);
    const seen = [await watched.current()];
    for (const content of ['one', 'two', undefined, 'three']) {
      bucket.put(content);
      seen.push(await watched.current());
    }
    expect(seen).toEqual([undefined, 'one', 'two', undefined, 'three']);
  });

  it('is read once for each version', async () => {
    const bucket = bucketOfOne();
    bucket.put('one');
    const watched = watch(bucket);
    await watched.current();
    await watched.current();
    expect(bucket.reads).toBe(1);
  });

  it('is not taken for absent when the bucket fails', async () => {
    const bucket = {
      ...bucketOfOne(),
      facts: () => Promise.reject(Object.assign(new Error(), { name: 'AccessDenied' })),
    };
    await expect(populationFile(bucket, 'people.csv').current()).rejects.toThrow();
  });
});
