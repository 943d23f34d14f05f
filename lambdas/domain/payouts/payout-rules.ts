import { type Dong, toDong } from '../money.ts';
import type { Day, Period } from '../period.ts';
import type { Channel, PersonalId } from '../person.ts';
import type { Programme } from '../programme.ts';
import { cashAllowed, holdsOn, type Provider, type ReferenceData } from '../reference-data.ts';
import type { Entitlement } from '../rolls/entitlement.ts';
import type { DeferralReason } from './payout-run.ts';

/** Somebody to be paid, by whom and how; or why not. */
export type PayoutDecision =
  | {
      readonly kind: 'pay';
      readonly person: PersonalId;
      readonly programme: Programme;
      readonly amount: Dong;
      readonly channel: Channel;
      readonly provider: Provider;
    }
  | { readonly kind: 'defer'; readonly reason: DeferralReason };

/**
 * Decides about one line of a roll: payable or deferred, never dropped. Amounts are paid as listed (ruling 8); cash is
 * paid through the post office while the unit may still pay cash.
 */
export function decidePayout(line: Entitlement, data: ReferenceData, month: Period, payOn: Day): PayoutDecision {
  const { values } = line;
  const { personalId, programme, amount } = values;
  if (line.outcome !== 'accepted') return { kind: 'defer', reason: reasonHeld(line) };
  if (personalId === null || programme === null || amount === null) return { kind: 'defer', reason: 'held-row' };
  const channel = values.channel ?? 'cash';
  if (channel === 'cash' && !cashAllowed(data, line.unit, month)) return { kind: 'defer', reason: 'no-channel' };
  const provider = data.providers.find((one) => serves(one, line, channel, payOn));
  if (!provider) return { kind: 'defer', reason: 'no-contract' };
  if (amount + (values.arrears ?? 0) > paymentMaxOf(provider)) return { kind: 'defer', reason: 'over-limit' };
  return { kind: 'pay', person: personalId, programme, amount, channel, provider };
}

/** The most that one payment through a provider may come to: it must fit into a file too. */
export function paymentMaxOf({ limits }: Provider): Dong {
  return toDong(Math.min(limits.paymentMax, limits.fileAmountMax ?? Number.POSITIVE_INFINITY));
}

/** A held line's reason, the gravest first, as its worklist is somebody's: registry office, police, both units, the unit. */
function reasonHeld(line: Entitlement): DeferralReason {
  const codes = new Set(line.findings.map(({ code }) => code));
  if (codes.has('deceased')) return 'deceased';
  if (line.claim.standing === 'elsewhere') return 'conflict';
  if (codes.has('identity-mismatch') || codes.has('identity-not-found') || codes.has('identity-unavailable')) {
    return 'identity';
  }
  return 'held-row';
}

/** Whether a provider is contracted to pay this line on the day: the first that serves it, in the file's order, does. */
function serves(provider: Provider, { unit, values }: Entitlement, channel: Channel, payOn: Day): boolean {
  if (!provider.channels.includes(channel)) return false;
  const contracted = provider.contracts.some(
    (contract) => holdsOn(contract, payOn) && (contract.units === '*' || contract.units.includes(unit)),
  );
  const banked =
    channel !== 'account' || provider.banks === null || (values.bank !== null && provider.banks.includes(values.bank));
  return contracted && banked;
}
