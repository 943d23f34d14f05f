import { failingStore, type Scenario } from '../scenario.ts';

/** DynamoDB and S3 on a bad day. The SDK tries a call three times; what is left after that the machines repeat. */
export const STORE: readonly Scenario[] = [
  failingStore(
    'DynamoDB throttles and fails',
    'one call in five to DynamoDB is throttled (ThrottlingException), one in twelve is answered 503',
    [
      { name: 'throttled', kind: 'throttled', service: 'DynamoDB', share: 0.2 },
      { name: 'failing', kind: 'unavailable', service: 'DynamoDB', share: 1 / 12 },
    ],
    { atLeast: 50 },
  ),
  failingStore(
    'S3 throttles and fails',
    'of the calls to S3 one in twelve is throttled, one in twelve is answered 503, one in ten is cut off',
    [
      { name: 'throttled', kind: 'throttled', service: 'S3', share: 1 / 12 },
      { name: 'unavailable', kind: 'unavailable', service: 'S3', share: 1 / 12 },
      { name: 'cut', kind: 'cut', service: 'S3', share: 0.1 },
    ],
    { atLeast: 50 },
  ),
  failingStore(
    'answers get lost',
    'one write in five is done, and its answer never comes (ECONNRESET): each is written again',
    [
      { name: 'lost-items', kind: 'lost', service: 'DynamoDB', writes: true, share: 0.2 },
      { name: 'lost-objects', kind: 'lost', service: 'S3', writes: true, share: 0.2 },
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
