import { failingStore, type Scenario } from '../scenario.ts';

/**
 * DynamoDB and S3 on a bad day. The SDK tries a call three times; what is left after that the machines repeat, five times. Of
 * one call in ten that fails, one in a thousand is left: in a task of 256 queries, one try in four. Of one in four it
 * would be nearly every try, so the execution would fail and ring, as it does when the cloud breaks off.
 */
export const STORE: readonly Scenario[] = [
  failingStore(
    'DynamoDB throttles and fails',
    'of the calls to DynamoDB six in a hundred are throttled (ThrottlingException), four are answered 503',
    [
      { name: 'throttled', kind: 'throttled', service: 'DynamoDB', share: 0.06 },
      { name: 'failing', kind: 'unavailable', service: 'DynamoDB', share: 0.04 },
    ],
    { atLeast: 50 },
  ),
  failingStore(
    'S3 throttles and fails',
    'of the calls to S3 three in a hundred are throttled, three are answered 503, four are cut off',
    [
      { name: 'throttled', kind: 'throttled', service: 'S3', share: 0.03 },
      { name: 'unavailable', kind: 'unavailable', service: 'S3', share: 0.03 },
      { name: 'cut', kind: 'cut', service: 'S3', share: 0.04 },
    ],
    { atLeast: 50 },
  ),
  failingStore(
    'answers get lost',
    'one write in ten is done, and its answer never comes (ECONNRESET): each is written again',
    [
      { name: 'lost-items', kind: 'lost', service: 'DynamoDB', writes: true, share: 0.1 },
      { name: 'lost-objects', kind: 'lost', service: 'S3', writes: true, share: 0.1 },
    ],
    { atLeast: 20 },
  ),
  failingStore(
    'the store is slow',
    'one call in ten takes a second longer, one in fifty is given up after two (TimeoutError)',
    [
      { name: 'slow', kind: 'slow', share: 0.1, milliseconds: 1_000 },
      { name: 'timeout', kind: 'timeout', share: 0.02, milliseconds: 2_000 },
    ],
    { atLeast: 30 },
  ),
];
