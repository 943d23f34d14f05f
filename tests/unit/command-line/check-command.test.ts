import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receipt } from '../../../lambdas/domain/answers/receipt.ts';
import { ansinh } from '../../support/run-ansinh.ts';

const LISTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'lists');
const KIM_BAI = join(LISTS, 'danh-sach-chi-tra-06-2023-thi-tran-kim-bai.xlsx');
const BICH_HOA = join(LISTS, 'danh-sach-chi-tra-06-2023-xa-bich-hoa.csv');
const of = (unit: string) => ['--unit', unit, '--period', '2023-06'];

const HEADER = 'Họ và tên,Số CCCD,Ngày sinh,Giới tính,Chế độ,Số tiền,Số tài khoản,Ngân hàng';
const GOOD = 'Nguyễn Thị Bưởi,001150001234,05/11/1950,Nữ,BTXH,360000,2206205001234,Agribank';

let folder: string;
const write = async (name: string, text: string | Uint8Array) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ansinh-check-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Every test starts processes: on a busy machine each may take seconds. */
const PATIENT = { timeout: 60_000 };

describe.concurrent('ansinh check', PATIENT, () => {
  it('answers a list without a fault with one JSON receipt, exit 0', async () => {
    const { exit, stdout, stderr } = await ansinh(['check', BICH_HOA, ...of('10126'), '--json']);
    const answered = receipt.parse(JSON.parse(stdout));
    expect(answered).toMatchObject({ outcome: 'accepted', unit: '10126', unitName: 'Xã Bích Hòa', kind: 'full' });
    expect(answered.totals.read).toEqual({ rows: 30, amount: 33_260_000 });
    expect(answered.rows).toHaveLength(30);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  });

  it('exits 1 when a row is held or rejected', async () => {
    const { exit, stdout } = await ansinh(['check', KIM_BAI, ...of('10114'), '--json']);
    const { outcome, totals } = receipt.parse(JSON.parse(stdout));
    expect(exit).toBe(1);
    expect(outcome).toBe('accepted-with-exceptions');
    expect(totals.read.rows).toBe(totals.accepted.rows + totals.held.rows + totals.rejected.rows);
    expect(totals.held.rows + totals.rejected.rows).toBeGreaterThan(0);
  });

  it('gives the values of a row only where --values asks for them', async () => {
    const list = await write('values.csv', `${HEADER}\n${GOOD}\n`);
    const [without, withValues] = await Promise.all([
      ansinh(['check', list, ...of('10114'), '--json']),
      ansinh(['check', list, ...of('10114'), '--json', '--values']),
    ]);
    expect(without.stdout).not.toContain('Bưởi');
    const [row] = receipt.parse(JSON.parse(withValues.stdout)).rows;
    expect(row).toMatchObject({ sheet: null, row: 2, outcome: 'accepted' });
    expect(row?.values).toMatchObject({
      personalId: '001150001234',
      fullName: 'Nguyễn Thị Bưởi',
      birthDate: '1950-11-05',
      sex: 'female',
      programme: 'BTXH',
      amount: 360_000,
      arrears: null,
      accountNumber: '2206205001234',
      bank: '970405',
      channel: 'account',
      payeeName: null,
      payeeRole: null,
    });
  });

  it('refuses what is no list, with a receipt that says why, exit 2', async () => {
    const { exit, stdout } = await ansinh([
      'check',
      await write('letter.xlsx', '%PDF-1.7 …'),
      ...of('10114'),
      '--json',
    ]);
    const answered = receipt.parse(JSON.parse(stdout));
    expect(answered).toMatchObject({ outcome: 'refused', refusal: { code: 'not-a-list' }, rows: [], columns: [] });
    expect(answered.totals.read).toEqual({ rows: 0, amount: 0 });
    expect(exit).toBe(2);
  });

  it('tells the officer in Vietnamese which rows to mend and what to do next', async () => {
    const { exit, stdout } = await ansinh([
      'check',
      await write('held.csv', `${HEADER}\n${GOOD.replace('001150001234', '')}\n`),
      ...of('10114'),
    ]);
    expect(exit).toBe(1);
    expect(stdout).toContain('Thị trấn Kim Bài (10114), kỳ 06/2023');
    expect(stdout).toMatch(/Tạm giữ +1 +360\.000\n/);
    expect(stdout).toMatch(/Dòng 2: TẠM GIỮ\n {4}- Thiếu số CCCD/);
    expect(stdout).toContain('Việc cần làm tiếp theo');
    expect(stdout).not.toContain('Bưởi');
  });

  it('speaks English when asked, messages included', async () => {
    const { stdout } = await ansinh([
      'check',
      await write('english.csv', `${HEADER}\n${GOOD.replace('360000', '')}\n`),
      ...of('10114'),
      '--lang',
      'en',
    ]);
    expect(stdout).toContain("This month's amount is missing.");
    expect(stdout).toContain('THE LIST IS ACCEPTED, WITH ROWS TO MEND');
  });

  it('writes the Excel receipt beside the answer, and still prints one JSON document', async () => {
    const path = join(folder, 'bien-nhan.xlsx');
    const { stdout, stderr } = await ansinh(['check', BICH_HOA, ...of('10126'), '--json', '--xlsx', path]);
    expect(receipt.safeParse(JSON.parse(stdout)).success).toBe(true);
    expect(stderr).toContain(path);
    expect([...(await readFile(path)).subarray(0, 2)]).toEqual([0x50, 0x4b]);
  });

  it('refuses a unit that the given units file does not know, as an upload would', async () => {
    const units = await write(
      'units.csv',
      'code,name,level,parent,valid_from,valid_to\n10114,Thị trấn Kim Bài,commune,,2008-08-01,\n',
    );
    const known = await ansinh(['check', BICH_HOA, ...of('10114'), '--units', units, '--json']);
    const unknown = await ansinh(['check', BICH_HOA, ...of('10126'), '--units', units, '--json']);
    expect(known.exit).toBe(0);
    expect(receipt.parse(JSON.parse(unknown.stdout)).refusal?.code).toBe('unknown-unit');
  });

  it('checks the list of a unit that is in no sample, and says so', async () => {
    const { exit, stderr } = await ansinh(['check', BICH_HOA, ...of('02215'), '--json']);
    expect(exit).toBe(0);
    expect(stderr).toContain('Đơn vị 02215 không có trong danh mục mẫu');
  });

  it.each([
    { what: 'a file that is not there', words: ['check', '/khong/co.xlsx', ...of('10114')], says: 'Không mở được tệp' },
    {
      what: 'a month that is none',
      words: ['check', BICH_HOA, '--unit', '10126', '--period', '2023-13'],
      says: 'NĂM-THÁNG',
    },
    {
      what: 'a missing option',
      words: ['check', BICH_HOA, '--unit', '10126'],
      says: 'Thiếu tùy chọn bắt buộc: --period',
    },
    { what: 'a command that is none', words: ['gui'], says: 'Không có lệnh gui' },
  ])(
    'does not confuse $what with an answer about the list: exit 3, one sentence, nothing on stdout',
    async ({ words, says }) => {
      const { exit, stdout, stderr } = await ansinh(words);
      expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' });
      expect(stderr).toContain(says);
      expect(stderr).not.toContain('    at ');
    },
  );

  it('loads neither the AWS SDK nor the CDK', async () => {
    const forbid =
      "import { registerHooks } from 'node:module'; registerHooks({ resolve(name, context, next) {" +
      " if (/^(@aws-sdk|@smithy|aws-cdk-lib|exceljs)/.test(name)) throw new Error('loaded ' + name); return next(name, context); } });";
    const { exit, stderr } = await ansinh(['check', BICH_HOA, ...of('10126')], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(forbid)}`,
    });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  });
});

describe.concurrent('ansinh --help', PATIENT, () => {
  const COMMANDS = [
    'check',
    'upload',
    'receipt',
    'status',
    'watch',
    'open',
    'close',
    'reopen',
    'unpaid',
    'books',
    'treasury-return',
    'run',
    'approve',
    'reject',
    'release',
    'results',
    'reports',
    'explain',
    'demo',
    'cloud',
  ];

  it('lists every command', async () => {
    const { exit, stdout } = await ansinh(['--help']);
    expect(exit).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
  });

  it('shows examples of a command, in either language', async () => {
    const [vi, en] = await Promise.all([ansinh(['approve', '--help']), ansinh(['--lang', 'en', 'approve', '--help'])]);
    expect(vi.stdout).toMatch(/Cách dùng: ansinh approve[\s\S]*Ví dụ:\n {2}ansinh approve/);
    expect(en.stdout).toMatch(/Usage: ansinh approve[\s\S]*Examples:\n {2}ansinh approve/);
  });
});

describe.concurrent('a command that needs a deployment', PATIENT, () => {
  it('says what to do when it cannot be reached, and exits 3', async () => {
    const { exit, stdout, stderr } = await ansinh(['status', '2023-06'], {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_REGION: 'ap-southeast-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    });
    expect({ exit, stdout }).toEqual({ exit: 3, stdout: '' });
    expect(stderr).toContain('Không kết nối được với hệ thống');
  });

  it('checks reference files before it looks for a deployment, and names what is missing', async () => {
    const empty = join(folder, 'nothing', 'here');
    await mkdir(empty, { recursive: true });
    const { exit, stderr } = await ansinh(['reference', 'publish', empty]);
    expect(exit).toBe(3);
    expect(stderr).toContain('Thiếu units.csv, programmes.json, providers.json, calendar.json, targets.json');
  });
});
