import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** SHA-256 of bytes, as manifests and keys of objects name it: lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The public part of a key that signs, and the name by which everybody knows it. */
export interface PublicKey {
  readonly key: KeyObject;
  /** SHA-256 of the key's SPKI in DER: what a bank is given on paper, and `openssl pkey -pubin -outform DER` leads to. */
  readonly fingerprint: string;
}

/** A public key from its SPKI: DER as KMS gives it, or PEM as we publish it. Throws for what is no key of the curve P-256. */
export function readPublicKey(spki: Uint8Array, format: 'der' | 'pem'): PublicKey {
  const source = Buffer.from(spki);
  const key = format === 'pem' ? createPublicKey(source) : createPublicKey({ key: source, format, type: 'spki' });
  // An attacker's choice of another kind of key must not lead to another kind of check.
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error('Not a public key of the curve P-256');
  }
  return { key, fingerprint: sha256Of(key.export({ format: 'der', type: 'spki' })) };
}

/** The same key as text, for openssl and for people. */
export function pemOf({ key }: PublicKey): string {
  return key.export({ format: 'pem', type: 'spki' }).toString();
}

/** Whether a signature (ECDSA over SHA-256, DER) is by this key over these very bytes: `openssl dgst -sha256 -verify`. */
export function isSignedBy({ key }: PublicKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  return verify('sha256', bytes, key, signature);
}
