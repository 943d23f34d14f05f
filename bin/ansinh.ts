#!/usr/bin/env node
import { Command } from 'commander';
import { speak } from './command-help.ts';
import type { Adding } from './officer-command.ts';
import { EXIT_NOT_DONE, languageIn, type Words } from './text/officer.ts';

interface Entry extends Words {
  readonly load: () => Promise<(adding: Adding) => void>;
}

/**
 * The commands, each loaded only when it is named: `check` answers at once, without the AWS SDK or the CDK, and a
 * broken piece of one command does not stop another.
 */
const COMMANDS: Readonly<Record<string, Entry>> = {
  check: {
    vi: 'kiểm tra thử một danh sách trước khi gửi',
    en: 'check a list before it is sent',
    load: async () => (await import('./commands/check.ts')).addCheck,
  },
  upload: {
    vi: 'gửi danh sách và chờ biên nhận',
    en: 'send a list and wait for its receipt',
    load: async () => (await import('./commands/upload.ts')).addUpload,
  },
  'upload-form': {
    vi: 'làm biểu mẫu có hạn để đơn vị, tổ chức chi trả tự gửi tệp',
    en: 'make an expiring form with which others send files',
    load: async () => (await import('./commands/upload-form.ts')).addUploadForm,
  },
  receipt: {
    vi: 'xem biên nhận mới nhất của một đơn vị',
    en: 'show a unit’s newest receipt',
    load: async () => (await import('./commands/receipt.ts')).addReceipt,
  },
  status: {
    vi: 'toàn cảnh một kỳ: ai đã gửi, đợt chi trả, còn chờ gì',
    en: 'the month at a glance: who has sent, the runs, what is outstanding',
    load: async () => (await import('./commands/status.ts')).addStatus,
  },
  watch: {
    vi: 'theo dõi công việc đang chạy',
    en: 'watch the work under way',
    load: async () => (await import('./commands/watch.ts')).addWatch,
  },
  open: { vi: 'mở kỳ chi trả', en: 'open a period', load: async () => (await import('./commands/period.ts')).addOpen },
  close: {
    vi: 'khóa sổ một kỳ',
    en: 'close a period',
    load: async () => (await import('./commands/period.ts')).addClose,
  },
  reopen: {
    vi: 'mở lại một kỳ đã khóa sổ',
    en: 'open a closed period again',
    load: async () => (await import('./commands/period.ts')).addReopen,
  },
  unpaid: {
    vi: 'danh sách chưa chi trả của kỳ',
    en: 'who was not paid in a period',
    load: async () => (await import('./commands/books.ts')).addUnpaid,
  },
  books: {
    vi: 'sổ chi trả và số dư kinh phí của kỳ',
    en: 'the books of a period, and the balances',
    load: async () => (await import('./commands/books.ts')).addBooks,
  },
  'treasury-return': {
    vi: 'ghi số tiền đã nộp trả Kho bạc',
    en: 'record money that went back to the Treasury',
    load: async () => (await import('./commands/books.ts')).addTreasuryReturn,
  },
  confirm: {
    vi: 'xác nhận danh sách thay đổi nhiều',
    en: 'confirm a list that changes much',
    load: async () => (await import('./commands/confirm.ts')).addConfirm,
  },
  worklists: {
    vi: 'việc còn phải làm, danh sách đã làm sạch của một đơn vị',
    en: 'a unit’s worklists and cleaned list',
    load: async () => (await import('./commands/worklists.ts')).addWorklists,
  },
  accounts: {
    vi: 'tài khoản mới thu thập của mọi đơn vị trong kỳ',
    en: 'the accounts newly collected by all units in a period',
    load: async () => (await import('./commands/accounts.ts')).addAccounts,
  },
  resolve: {
    vi: 'quyết định đơn vị chi trả khi nhiều đơn vị cùng kê',
    en: 'decide who pays somebody listed by several units',
    load: async () => (await import('./commands/resolve.ts')).addResolve,
  },
  run: {
    vi: 'lập đợt chi trả',
    en: 'start a run of payouts',
    load: async () => (await import('./commands/run.ts')).addRun,
  },
  approve: {
    vi: 'phê duyệt một đợt chi trả',
    en: 'approve a run',
    load: async () => (await import('./commands/decide.ts')).addApprove,
  },
  reject: {
    vi: 'từ chối một đợt chi trả',
    en: 'reject a run',
    load: async () => (await import('./commands/decide.ts')).addReject,
  },
  withdraw: {
    vi: 'rút lại phê duyệt của mình',
    en: 'take one’s own approval back',
    load: async () => (await import('./commands/decide.ts')).addWithdraw,
  },
  release: {
    vi: 'các tệp đã chuyển cho tổ chức chi trả',
    en: 'the files that providers were given',
    load: async () => (await import('./commands/release.ts')).addRelease,
  },
  verify: {
    vi: 'kiểm tra tệp lệnh chi và chữ ký, không cần mạng',
    en: 'check payout files and signatures, offline',
    load: async () => (await import('./commands/verify.ts')).addVerify,
  },
  'signing-key': {
    vi: 'khóa ký lệnh chi và vân tay của khóa',
    en: 'the keys that sign payouts, their fingerprints',
    load: async () => (await import('./commands/signing-key.ts')).addSigningKey,
  },
  results: {
    vi: 'nộp kết quả của tổ chức chi trả',
    en: 'hand in a provider’s results',
    load: async () => (await import('./commands/results.ts')).addResults,
  },
  exceptions: {
    vi: 'những khoản chi cần người quyết định',
    en: 'payments that need a person',
    load: async () => (await import('./commands/exceptions.ts')).addExceptions,
  },
  decide: {
    vi: 'quyết định ngoại lệ của khoản chi',
    en: 'decide exceptions of payments',
    load: async () => (await import('./commands/exceptions.ts')).addDecide,
  },
  reports: {
    vi: 'xem, tải, phát hành báo cáo',
    en: 'list, download or publish reports',
    load: async () => (await import('./commands/reports.ts')).addReports,
  },
  explain: {
    vi: 'vì sao một người được hay chưa được chi trả',
    en: 'why somebody was or was not paid',
    load: async () => (await import('./commands/explain.ts')).addExplain,
  },
  reference: {
    vi: 'công bố danh mục dùng chung',
    en: 'publish reference data',
    load: async () => (await import('./commands/reference.ts')).addReference,
  },
  rebuild: {
    vi: 'dựng lại hoặc đối chiếu các bảng dữ liệu (khôi phục)',
    en: 'make the tables again, or compare them (restore)',
    load: async () => (await import('./commands/rebuild.ts')).addRebuild,
  },
  export: {
    vi: 'xuất toàn bộ dữ liệu ra thư mục (khi rời hệ thống)',
    en: 'export everything to a folder (leaving the service)',
    load: async () => (await import('./commands/export.ts')).addExport,
  },
  demo: {
    vi: 'chạy thử cả một tháng trên máy này',
    en: 'play a whole month on this machine',
    load: async () => {
      const { addDemo } = await import('./commands/demo.ts');
      return ({ program }) => addDemo(program);
    },
  },
  bench: {
    vi: 'đo tốc độ và bộ nhớ',
    en: 'measure speed and memory',
    load: async () => {
      const { addBench } = await import('./commands/bench.ts');
      return ({ program }) => addBench(program);
    },
  },
  cost: {
    vi: 'tính chi phí đám mây của một tháng',
    en: 'what a month costs on AWS, computed',
    load: async () => {
      const { addCost } = await import('./commands/cost.ts');
      return ({ program }) => addCost(program);
    },
  },
  simulate: {
    vi: 'chơi thử nhiều tháng trong bộ nhớ, có sự cố',
    en: 'play months in memory, with faults',
    load: async () => {
      const { addSimulate } = await import('./commands/simulate.ts');
      return ({ program }) => addSimulate(program);
    },
  },
  scale: {
    vi: 'chơi một tháng của một tỉnh cỡ bất kỳ trong bộ nhớ, đo thời gian và bộ nhớ',
    en: 'play a month of a province of any size in memory, measure time and memory',
    load: async () => {
      const { addScale } = await import('./commands/scale.ts');
      return ({ program }) => addScale(program);
    },
  },
  assurance: {
    vi: 'kiểm tra mọi cam kết, lập một báo cáo',
    en: 'check every promise, write one report',
    load: async () => {
      const { addAssurance } = await import('./commands/assurance.ts');
      return ({ program }) => addAssurance(program);
    },
  },
  chaos: {
    vi: 'làm hỏng từng bộ phận trên đám mây cục bộ, xem còn đúng không',
    en: 'break every part on the local cloud, and see what holds',
    load: async () => {
      const { addChaos } = await import('./commands/chaos.ts');
      return ({ program }) => addChaos(program);
    },
  },
  cloud: {
    vi: 'đám mây cục bộ: bật, tắt, xem',
    en: 'the local cloud: start, stop, status',
    load: async () => {
      const { addCloud } = await import('./commands/cloud.ts');
      return ({ program }) => addCloud(program);
    },
  },
};

/** Errors whose message is one sentence to the reader. Known by name: their classes come with the commands. */
const FOR_THE_READER = ['NotPossible', 'Unmet', 'ApiRefused', 'ExecutionFailed'];

const words = process.argv.slice(2);
const language = languageIn(words);
const program = speak(new Command('ansinh'), language);
// The word that names the command may stand after `help`; a unit or file of that name costs nothing but its loading.
for (const [name, { load, ...description }] of Object.entries(COMMANDS)) {
  if (words.includes(name)) (await load())({ program, language });
  else program.command(name).description(description[language]);
}

// A reader that has seen enough (`ansinh … | head`) closes the pipe: no reason to complain.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  // What the reader can mend is one sentence; a bug keeps its stack.
  const said = error instanceof Error && FOR_THE_READER.includes(error.name) ? error.message : undefined;
  process.stderr.write(`${said ?? (error instanceof Error ? error.stack : String(error))}\n`);
  process.exitCode = EXIT_NOT_DONE;
}
