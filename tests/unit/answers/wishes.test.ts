import { expect, it } from 'vitest';
import type { ListCell } from '../../../lambdas/domain/lists/list-cell.ts';
import { readAccount } from '../../../lambdas/domain/readings/account.ts';

function text(raw: string): ListCell {
  return { kind: 'text', text: raw, raw };
}

it.each([
  ['nothing', undefined, undefined, undefined],
  ['a wallet', undefined, 'Ví điện tử', 'wallet'],
  ['an account', undefined, 'Chuyển khoản', 'account'],
  ['a bank, though no account is there yet', 'Agribank', undefined, 'account'],
  ['mobile money', 'Viettel Money', undefined, 'mobile-money'],
] as const)('A list that gives no account and asks for %s says so for the providers', (_, bank, channel, asked) => {
  const cells = {
    account: undefined,
    bank: bank === undefined ? undefined : text(bank),
    channel: channel === undefined ? undefined : text(channel),
    phone: null,
    atHome: false,
  };
  const note = readAccount(cells, true).notes.find(({ code }) => code === 'no-account-cash');

  expect(note?.taken).toBe(asked);
});
