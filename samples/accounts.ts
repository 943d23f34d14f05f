import type { Random } from './random.ts';

/** Where somebody's money goes; people without one are paid in cash. */
export interface Account {
  readonly channel: 'account' | 'wallet' | 'mobile-money';
  /** The bank's BIN (NAPAS). Mobile money has none. */
  readonly bank: string | null;
  readonly number: string;
}

interface Bank {
  readonly bin: string;
  readonly share: number;
  /** What numbers of this bank begin with, and how long they are: as seen on lists, not a rule of the banks. */
  readonly shapes: readonly (readonly [prefix: string, length: number])[];
}

const BANKS: readonly Bank[] = [
  {
    bin: '970405',
    share: 46,
    shapes: [
      ['2206205', 13],
      ['2206215', 13],
      ['1500205', 13],
      ['3505205', 13],
    ],
  },
  {
    bin: '970449',
    share: 12,
    shapes: [
      ['0', 12],
      ['02', 13],
    ],
  },
  {
    bin: '970418',
    share: 8,
    shapes: [
      ['4501000', 14],
      ['88', 10],
    ],
  },
  {
    bin: '970415',
    share: 8,
    shapes: [
      ['10', 12],
      ['1018', 12],
    ],
  },
  // Vietcombank's older numbers begin with two zeros, which Excel would eat.
  {
    bin: '970436',
    share: 7,
    shapes: [
      ['00110', 13],
      ['10', 10],
    ],
  },
  {
    bin: '970422',
    share: 7,
    shapes: [
      ['068010', 13],
      ['098', 10],
    ],
  },
  { bin: '970407', share: 4, shapes: [['1903', 14]] },
];

const MOMO_BIN = '971025';
/** Prefixes in use since the numbers of 2018 (domain: 03[2-9] 05[25689] 07[06-9] 08[1-9] 09x). */
const PHONE_PREFIXES =
  '032 033 034 035 036 037 038 039 052 056 058 070 076 077 078 079 081 082 083 084 085 086 088 090 091 093 094 096 097 098'.split(
    ' ',
  );
/** Prefixes of Viettel, whose mobile money the sample serves. */
const VIETTEL_PREFIXES = '032 033 034 035 036 037 038 039 086 096 097 098'.split(' ');

/** Opens accounts: no number twice, because one phone is one wallet and one account has one holder. */
export class AccountOffice {
  private readonly used = new Set<string>();
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** A new account: mostly at a bank, sometimes a wallet or mobile money. */
  open(): Account {
    const kind = this.random.weighted([
      ['account', 92],
      ['wallet', 3],
      ['mobile-money', 5],
    ]);
    if (kind === 'wallet') return { channel: 'wallet', bank: MOMO_BIN, number: this.phone(PHONE_PREFIXES) };
    if (kind === 'mobile-money') return { channel: 'mobile-money', bank: null, number: this.phone(VIETTEL_PREFIXES) };
    return this.openAtBank();
  }

  openAtBank(): Account {
    const bank = this.random.weighted(BANKS.map((candidate) => [candidate, candidate.share]));
    const [prefix, length] = this.random.pick(bank.shapes);
    return {
      channel: 'account',
      bank: bank.bin,
      number: this.unused(() => prefix + this.random.digits(length - prefix.length)),
    };
  }

  phone(prefixes: readonly string[] = PHONE_PREFIXES): string {
    return this.unused(() => this.random.pick(prefixes) + this.random.digits(7));
  }

  private unused(make: () => string): string {
    let number = make();
    while (this.used.has(number)) number = make();
    this.used.add(number);
    return number;
  }
}
