import type { Sex } from '../lambdas/domain/person.ts';
import type { Random } from './random.ts';

/** Codes of the provinces of birth registration, as they were before July 2025: they stay in ids for life. */
export const PROVINCES_OF_BIRTH =
  '001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091 092 093 094 095 096'.split(
    ' ',
  );

const BORN_HERE = 0.9;
/** Serial numbers are given in order, so most are low. */
const HIGHEST_SERIAL = 59_999;

/** Gives out personal ids (số định danh cá nhân, `PPP G YY NNNNNN`), no id twice. */
export class RegistryOffice {
  private readonly given = new Set<string>();
  private readonly random: Random;
  private readonly home: string;

  /** `province` is the two-digit code of the province that most people were born in. */
  constructor(random: Random, province: string) {
    this.random = random;
    this.home = `0${province}`;
  }

  register(sex: Sex, birthYear: number): string {
    const province = this.random.chance(BORN_HERE) ? this.home : this.random.pick(PROVINCES_OF_BIRTH);
    // G: 0 and 1 for those born in the 1900s, 2 and 3 in the 2000s (NĐ 137/2015, art. 7).
    const century = Math.floor(birthYear / 100) - 19;
    const start = `${province}${century * 2 + (sex === 'female' ? 1 : 0)}${String(birthYear % 100).padStart(2, '0')}`;
    let id: string;
    do id = start + String(this.random.integer(1, HIGHEST_SERIAL)).padStart(6, '0');
    while (this.given.has(id));
    this.given.add(id);
    return id;
  }

  /** A nine-digit number of the old identity card (CMND), as some lists still carry. */
  oldCardNumber(): string {
    return this.random.digits(9);
  }
}
