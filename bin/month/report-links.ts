import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { inParallel } from '../../lambdas/domain/in-parallel.ts';

/** Links that anybody may open who has them, until an instant. */
export interface SignedLinks {
  readonly links: readonly { readonly key: string; readonly url: string }[];
  readonly until: Date;
}

/**
 * Signs links to objects for some hours from now, in the name of whoever runs the command. Where their sign-in itself ends
 * sooner, the links end with it.
 */
export async function signLinks(bucket: string, keys: readonly string[], hours: number): Promise<SignedLinks> {
  const client = new S3Client({});
  const now = Date.now();
  const { expiration } = await client.config.credentials();
  const wanted = hours * 3600;
  const left = expiration === undefined ? wanted : Math.floor((expiration.getTime() - now) / 1000);
  const seconds = Math.max(1, Math.min(wanted, left));
  const links = await inParallel(8, keys, async (key) => ({
    key,
    url: await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: seconds }),
  }));
  return { links, until: new Date(now + seconds * 1000) };
}
