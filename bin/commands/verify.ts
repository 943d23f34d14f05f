import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { type PublicKey, readPublicKey } from '../../lambdas/formats/manifests/signature.ts';
import { type Verification, verifyPayout } from '../month/payout-verification.ts';
import { type Adding, answer, officerCommand } from '../officer-command.ts';
import { NotPossible, type Say, sayIn } from '../text/officer.ts';
import { problemText, verificationLines } from '../text/verification.ts';

interface VerifyOptions {
  readonly key: readonly string[];
  readonly json?: boolean;
}

/** `ansinh verify`: whether files are what two people approved and the system signed. Exit 0 good, 1 do not pay. */
export function addVerify(adding: Adding): void {
  const { language } = adding;
  const say = sayIn(language);
  officerCommand(adding, {
    usage: 'verify',
    vi: 'kiểm tra tệp lệnh chi: chữ ký, phê duyệt, từng tệp; không cần mạng, không cần hệ thống',
    en: 'check payout files: signatures, approvals, every file; needs neither a network nor a deployment',
    examples: [
      'verify lenh-chi/agribank --key khoa-tinh.pem',
      'verify lenh-chi --key khoa-2026.pem khoa-2025.pem --json',
      'verify agribank/2023-06-regular-1.agribank.001.xml --key khoa-tinh.pem',
    ],
    offline: true,
  })
    .argument(
      '<path...>',
      say('thư mục của đợt hoặc của một tổ chức, hay từng tệp', 'a folder of a run or a provider, or files'),
    )
    .requiredOption(
      '--key <pem...>',
      say(
        'khóa công khai đã nhận bàn giao, không phải khóa nằm cạnh tệp; được ghi nhiều khóa',
        'the public key that was handed over, not one that lies beside the files; there may be several',
      ),
    )
    .action(async (paths: string[], options: VerifyOptions) => {
      const keys = await Promise.all(options.key.map((path) => readKey(path, say)));
      const found = joined(await Promise.all((await placesOf(paths, say)).map((place) => verifyPlace(place, keys))));
      const document = {
        verified: found.problems.length === 0,
        ...found,
        problems: found.problems.map((one) => ({ ...one, message: problemText(one.code, language) })),
      };
      answer(options, document, (width) => verificationLines(found, language, width));
      process.exitCode = document.verified ? 0 : 1;
    });
}

/** Reads a public key from a PEM file. Throws {@link NotPossible}. */
export async function readKey(path: string, say: Say): Promise<PublicKey> {
  try {
    return readPublicKey(await readFile(path), 'pem');
  } catch (error) {
    throw new NotPossible(
      say(
        `${path} không phải khóa công khai P-256 dạng PEM, hoặc không mở được. Dùng tệp khóa đã nhận bàn giao.`,
        `${path} is no public key (P-256, PEM), or cannot be opened. Use the key file that was handed over.`,
      ),
      { cause: error },
    );
  }
}

/** A folder with all that lies in it, or some files of a folder. */
interface Place {
  readonly folder: string;
  readonly wanted: ReadonlySet<string> | undefined;
}

async function placesOf(paths: readonly string[], say: Say): Promise<Place[]> {
  const kinds = await Promise.all(
    paths.map(async (path) => ({ path, isFolder: (await statOf(path, say)).isDirectory() })),
  );
  const files = Map.groupBy(
    kinds.filter(({ isFolder }) => !isFolder),
    ({ path }) => dirname(path),
  );
  return [
    ...kinds.filter(({ isFolder }) => isFolder).map(({ path: folder }) => ({ folder, wanted: undefined })),
    ...[...files].map(([folder, named]) => ({ folder, wanted: new Set(named.map(({ path }) => basename(path))) })),
  ];
}

async function statOf(path: string, say: Say) {
  return stat(path).catch(() => {
    throw new NotPossible(
      say(`Không mở được ${path}. Hãy kiểm tra đường dẫn.`, `${path} cannot be opened. Check the path.`),
    );
  });
}

async function verifyPlace({ folder, wanted }: Place, keys: readonly PublicKey[]): Promise<Verification> {
  const names = wanted ? [...wanted, 'manifest.json', 'manifest.json.sig'] : await everythingIn(folder);
  const contents = new Map<string, Uint8Array>();
  for (const name of new Set(names)) {
    const bytes = await readFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (bytes) contents.set(name, bytes);
  }
  const { manifests, files, problems } = await verifyPayout(contents, keys, wanted);
  const placed = (path: string) => join(folder, path);
  return {
    manifests: manifests.map((one) => ({ ...one, path: placed(one.path) })),
    files: files.map(placed),
    problems: problems.map(({ code, path }) => ({ code, path: placed(path) })),
  };
}

async function everythingIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
}

function joined(parts: readonly Verification[]): Verification {
  return {
    manifests: parts.flatMap(({ manifests }) => manifests),
    files: parts.flatMap(({ files }) => files),
    problems: parts.flatMap(({ problems }) => problems),
  };
}
