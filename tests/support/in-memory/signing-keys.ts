import {
  createECDH,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { SigningKeys } from '../../../lambdas/domain/ports.ts';

/** The order of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The first of every province, always the same: two of them can be compared, and a seed goes the same way again. */
const FIRST = keyOf(createHash('sha256').update('the first key of tests').digest());

function keyOf(secret: Buffer): KeyObject {
  const point = createECDH('prime256v1');
  point.setPrivateKey(secret);
  const both = point.getPublicKey();
  const text = (number: Buffer) => number.toString('base64url');
  const [x, y, d] = [text(both.subarray(1, 33)), text(both.subarray(33)), text(secret)] as const;
  return createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y, d } });
}

/** Keys that sign as KMS does: given a SHA-256, each time another signature. The last one signs. */
export class SigningKeysInMemory implements SigningKeys {
  readonly #keys: KeyObject[] = [FIRST];

  /** From now on another key signs; the older ones are still known. */
  change(): void {
    this.#keys.push(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  }

  async sign(sha256: Uint8Array): Promise<Uint8Array> {
    return this.signNow(sha256);
  }

  async publicKeys(): Promise<Uint8Array[]> {
    return this.publicKeysNow();
  }

  /** For a cloud that answers at once. */
  signNow(sha256: Uint8Array): Uint8Array {
    const key = this.#keys.at(-1);
    if (!key) throw new Error('There is always a key');
    return ecdsa(key, sha256);
  }

  publicKeysNow(): Uint8Array[] {
    return this.#keys.map((key) => createPublicKey(key).export({ format: 'der', type: 'spki' }));
  }
}

/** ECDSA by hand (FIPS 186-5, 6.4.1): Node signs messages only, and KMS is given their hash. */
function ecdsa(key: KeyObject, sha256: Uint8Array): Uint8Array {
  const secret = numberOf(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
  const drawn = randomBytes(32);
  const point = createECDH('prime256v1');
  point.setPrivateKey(drawn);
  const r = numberOf(point.getPublicKey().subarray(1, 33)) % ORDER;
  const s = (inverse(numberOf(drawn)) * (numberOf(sha256) + r * secret)) % ORDER;
  const numbers = Buffer.concat([derOf(r), derOf(s)]);
  return Buffer.concat([Buffer.from([0x30, numbers.length]), numbers]);
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/** To the power of the order less two: the order is a prime. */
function inverse(number: bigint): bigint {
  let result = 1n;
  let base = number % ORDER;
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}

function derOf(number: bigint): Buffer {
  const text = number.toString(16);
  const bytes = Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex');
  const first = bytes[0] ?? 0;
  const positive = first >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
}
