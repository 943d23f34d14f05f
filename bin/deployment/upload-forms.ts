import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';

/** A kind of file that may be sent, and the type that S3 insists on for it. */
export interface UploadType {
  readonly extension: string;
  readonly contentType: string;
}

/** A signed form: whoever has it may send one kind of file into one folder, until an instant. */
export interface UploadForm extends UploadType {
  readonly url: string;
  /** Hidden fields of the form, in any order, before the file. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface UploadForms {
  readonly forms: readonly UploadForm[];
  readonly until: Date;
}

/**
 * Signs a form for each kind of file, in the name of whoever runs the command, who must be allowed to write there. S3
 * itself refuses what is larger, of another type, for another folder, or too late. A sign-in that ends sooner ends them.
 * @param folder without a slash at its end; the file keeps its name in it.
 */
export async function signForms(
  bucket: string,
  folder: string,
  types: readonly UploadType[],
  { maxBytes, hours }: { maxBytes: number; hours: number },
): Promise<UploadForms> {
  const client = new S3Client({});
  const now = Date.now();
  const { expiration } = await client.config.credentials();
  const left = expiration === undefined ? Number.POSITIVE_INFINITY : Math.floor((expiration.getTime() - now) / 1000);
  const seconds = Math.max(1, Math.min(hours * 3600, left));
  const forms = await Promise.all(
    types.map(async ({ extension, contentType }) => {
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        // S3 puts the name of the file in its place, and holds the rest of the key to it.
        Key: `${folder}/\${filename}`,
        Expires: seconds,
        Fields: { 'Content-Type': contentType, success_action_status: '201' },
        Conditions: [['content-length-range', 1, maxBytes]],
      });
      return { extension, contentType, url, fields };
    }),
  );
  return { forms, until: new Date(now + seconds * 1000) };
}

/** A shell's line that sends a file through a form. */
export function curlLine({ url, fields, extension }: UploadForm): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const given = Object.entries(fields).map(([name, value]) => `--form-string ${quoted(`${name}=${value}`)}`);
  return ['curl --fail-with-body', ...given, `--form 'file=@TEN-TEP.${extension}'`, quoted(url)].join(' ');
}
