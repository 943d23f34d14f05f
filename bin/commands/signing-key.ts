import { writeFile } from 'node:fs/promises';
import { type PublicKey, pemOf, readPublicKey } from '../../lambdas/formats/manifests/signature.ts';
import { type Adding, answer, type Common, officerCommand } from '../officer-command.ts';
import { type Say, sayIn } from '../text/officer.ts';
import { readKey } from './verify.ts';

interface SigningKeyOptions extends Common {
  readonly save?: string;
}

/** `ansinh signing-key`: the fingerprint that is handed over on paper, of the system's keys or of one in a file. */
export function addSigningKey(adding: Adding): void {
  const say = sayIn(adding.language);
  officerCommand(adding, {
    usage: 'signing-key',
    vi: 'khóa ký lệnh chi và vân tay của khóa, để bàn giao bằng văn bản; có tệp thì in vân tay của tệp, không cần mạng',
    en: 'the keys that sign payouts and their fingerprints, to be handed over on paper; of a file without a network',
    examples: ['signing-key --save khoa-tinh.pem', 'signing-key khoa-tinh.pem'],
  })
    .argument('[pem]', say('tệp khóa đã có', 'a key file'))
    .option('--save <file>', say('ghi khóa đang dùng ra tệp PEM', 'write the key that signs now to a PEM file'))
    .action(async (file: string | undefined, options: SigningKeyOptions) => {
      const keys = file === undefined ? await keysOf(options.stack, say) : [await readKey(file, say)];
      const current = keys.at(-1);
      if (options.save && current) await writeFile(options.save, pemOf(current));
      const told = keys.map((key) => ({ fingerprint: key.fingerprint, current: key === current, pem: pemOf(key) }));
      answer(options, { keys: told, saved: options.save ?? null }, () => [
        ...told.map(
          ({ fingerprint, current: signs }) =>
            `${inGroups(fingerprint)}${file === undefined ? `  ${signs ? say('đang ký', 'signs now') : say('khóa cũ', 'older')}` : ''}`,
        ),
        '',
        say(
          'Vân tay là SHA-256 của khóa công khai (SPKI, DER). Bên nhận tự tính từ tệp khóa và so từng nhóm với văn bản bàn giao.',
          'The fingerprint is the SHA-256 of the public key (SPKI, DER). Whoever gets the key computes it and compares it with the paper.',
        ),
      ]);
    });
}

async function keysOf(stack: string, say: Say): Promise<PublicKey[]> {
  // Loaded only here: a key file is looked at without the AWS SDK.
  const { reach } = await import('../deployment/officer-cloud.ts');
  const { signingKeys } = await reach(stack, say);
  return (await signingKeys.publicKeys()).map((key) => readPublicKey(key, 'der'));
}

/** In groups of four, as people read it aloud. */
function inGroups(fingerprint: string): string {
  return fingerprint.match(/.{4}/g)?.join(' ') ?? fingerprint;
}
