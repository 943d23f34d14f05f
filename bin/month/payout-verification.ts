import { APPROVALS_NEEDED, type Manifest, manifest } from '../../lambdas/domain/payouts/payout-run.ts';
import { fileNameOf, type ProviderManifest, providerManifest } from '../../lambdas/domain/payouts/provider-manifest.ts';
import { isSignedBy, type PublicKey, sha256Of } from '../../lambdas/formats/manifests/signature.ts';
import { formatOf, readInstructions } from '../../samples/instructions.ts';

/** What is wrong, from the worst to the least. */
export type ProblemCode =
  | 'signature-missing'
  | 'signature-wrong'
  | 'not-a-manifest'
  | 'approvals'
  | 'other-run'
  | 'file-missing'
  | 'file-changed'
  | 'sums-differ'
  | 'not-listed';

interface Problem {
  readonly code: ProblemCode;
  /** Of what lies in the folder, relative to it. */
  readonly path: string;
}

/** One manifest whose signature holds, and what it says. */
interface Verified {
  readonly path: string;
  readonly run: string;
  readonly period: string;
  /** Null of a whole run's manifest, which stands beside the providers' folders. */
  readonly provider: string | null;
  readonly startedBy: string;
  /** Empty in a whole run's manifest: it is what they approved. */
  readonly approvals: ProviderManifest['approvals'];
  readonly count: number;
  readonly controlSum: number;
  /** The fingerprint of the key by which it is signed. */
  readonly signingKey: string;
}

export interface Verification {
  readonly manifests: readonly Verified[];
  /** The files that are what a signed manifest says. */
  readonly files: readonly string[];
  /** Empty: everything holds. */
  readonly problems: readonly Problem[];
}

interface Listed {
  readonly path: string;
  readonly sha256: string;
  readonly size?: number;
  readonly count?: number;
  readonly controlSum?: number;
  /** Papers for the Treasury are not among what providers are given. */
  readonly mayBeMissing?: boolean;
}

type Contents = ReadonlyMap<string, Uint8Array>;

const MANIFEST = /(^|\/)manifest\.json$/;
/** Keys are published with what they sign, so that people can look at them; what counts is the key that one has already. */
const BESIDES = /(^|\/)manifest\.json(\.sig)?$|\.pem$/;

/**
 * Checks what was released, by nothing but the files and a public key: signatures first, and of a manifest nothing is
 * believed before; then approvals, and every file's bytes and sums.
 * @param contents what lies in a folder, by path: the whole run's or one provider's.
 * @param wanted only these of the files; all of them, and nothing else may lie there, when left out.
 */
export async function verifyPayout(
  contents: Contents,
  keys: readonly PublicKey[],
  wanted?: ReadonlySet<string>,
): Promise<Verification> {
  const paths = [...contents.keys()];
  const found = paths.filter((path) => MANIFEST.test(path)).map((path) => readSigned(path, contents, keys));
  if (found.length === 0) found.push({ code: 'signature-missing', path: 'manifest.json' });
  const signed = found.filter((one) => 'told' in one);
  const listed = signed.flatMap(({ files }) => files).filter(({ path }) => wanted?.has(path) ?? true);
  const known = new Set(listed.map(({ path }) => path));
  const problems = uniqueOf([
    ...found.filter((one) => 'code' in one),
    ...signed.flatMap(({ told }): Problem[] => (isApproved(told) ? [] : [{ code: 'approvals', path: told.path }])),
    ...strangersAmong(signed, contents),
    ...(wanted ? [] : unsignedProviders(signed, contents)),
    ...(await Promise.all(listed.map((file) => problemOf(file, contents)))).flat(),
    ...paths
      .filter((path) => !BESIDES.test(path) && !known.has(path))
      .map((path): Problem => ({ code: 'not-listed', path })),
  ]);
  const bad = new Set(problems.map(({ path }) => path));
  return {
    manifests: signed.map(({ told }) => told),
    files: [...known].filter((path) => contents.has(path) && !bad.has(path)),
    problems,
  };
}

interface Signed {
  readonly told: Verified;
  readonly files: readonly Listed[];
  /** SHA-256 of the run's manifest: of these bytes, or of those that were approved. */
  readonly approvedManifest: string;
}

/** A manifest, once it is certain that one of the keys has signed these bytes: before that they are not even parsed. */
function readSigned(path: string, contents: Contents, keys: readonly PublicKey[]): Signed | Problem {
  const bytes = contents.get(path) ?? new Uint8Array();
  const signature = contents.get(`${path}.sig`);
  if (!signature) return { code: 'signature-missing', path };
  const key = keys.find((one) => isSignedBy(one, bytes, signature));
  if (!key) return { code: 'signature-wrong', path };
  const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const ofProvider = providerManifest.safeParse(content);
  if (ofProvider.success) return signedForProvider(path, ofProvider.data, key);
  const ofRun = manifest.safeParse(content);
  return ofRun.success ? signedForRun(path, ofRun.data, bytes, key) : { code: 'not-a-manifest', path };
}

function signedForProvider(path: string, told: ProviderManifest, { fingerprint }: PublicKey): Signed {
  const { run, period, provider, startedBy, approvals, count, controlSum, approvedManifest } = told;
  const files = told.files.map(({ name, ...file }) => ({ ...file, path: beside(path, name) }));
  return {
    told: { path, run, period, provider, startedBy, approvals, count, controlSum, signingKey: fingerprint },
    files,
    approvedManifest,
  };
}

function signedForRun(
  path: string,
  { run, period, startedBy, instructed, files, transferRequests }: Manifest,
  bytes: Uint8Array,
  { fingerprint }: PublicKey,
): Signed {
  const papers = transferRequests.flatMap(({ provider, documents }) =>
    documents.map(({ key, sha256 }) => ({
      path: beside(path, `funding/${provider}.${key.slice(key.lastIndexOf('.') + 1)}`),
      sha256,
      mayBeMissing: true,
    })),
  );
  const { people: count, amount: controlSum } = instructed;
  return {
    told: { path, run, period, provider: null, startedBy, approvals: [], count, controlSum, signingKey: fingerprint },
    files: [
      ...files.map((file) => ({ ...file, path: beside(path, `${file.provider}/${fileNameOf(file)}`) })),
      ...papers,
    ],
    approvedManifest: sha256Of(bytes),
  };
}

function beside(path: string, name: string): string {
  return path.replace(MANIFEST, `$1${name}`);
}

/** A run's manifest is what was approved; a provider's says by whom: two people, neither of them who started the run. */
function isApproved({ provider, approvals, startedBy }: Verified): boolean {
  const approvers = new Set(approvals.map(({ by }) => by));
  return provider === null || (approvers.size >= APPROVALS_NEEDED && !approvers.has(startedBy));
}

/** Providers' manifests beneath a run's that belong to another approval, and folders that are another provider's. */
function strangersAmong(signed: readonly Signed[], contents: Contents): Problem[] {
  return signed.flatMap(({ told: { path, provider }, approvedManifest }): Problem[] => {
    if (provider === null) return [];
    const above = path.replace(/^(.*\/)?[^/]+\/manifest\.json$/s, '$1manifest.json');
    const ofRun = above === path ? undefined : contents.get(above);
    const isStranger =
      ofRun !== undefined && (sha256Of(ofRun) !== approvedManifest || !path.endsWith(`${provider}/manifest.json`));
    return isStranger ? [{ code: 'other-run', path }] : [];
  });
}

/** A run's manifest does not say who approved it: each provider's does, so each must be there. */
function unsignedProviders(signed: readonly Signed[], contents: Contents): Problem[] {
  return signed.flatMap(({ told: { provider }, files }) => {
    if (provider !== null) return [];
    const own = files
      .filter(({ mayBeMissing }) => !mayBeMissing)
      .map((file) => `${file.path.slice(0, file.path.lastIndexOf('/') + 1)}manifest.json`);
    return own.filter((one) => !contents.has(one)).map((one): Problem => ({ code: 'signature-missing', path: one }));
  });
}

async function problemOf(
  { path, sha256, size, count, controlSum, mayBeMissing }: Listed,
  contents: Contents,
): Promise<Problem[]> {
  const bytes = contents.get(path);
  if (!bytes) return mayBeMissing ? [] : [{ code: 'file-missing', path }];
  if (sha256Of(bytes) !== sha256 || (size !== undefined && size !== bytes.byteLength))
    return [{ code: 'file-changed', path }];
  const format = formatOf(path);
  // Of a format that we know nothing of, the bytes alone are checked.
  if (count === undefined || format === undefined) return [];
  const lines = await readInstructions(format, bytes);
  const sum = lines.reduce((total, { amount }) => total + amount, 0);
  return lines.length === count && sum === controlSum ? [] : [{ code: 'sums-differ', path }];
}

/** A run's manifest and a provider's both list a file: what is wrong with it is told once. */
function uniqueOf(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((one) => [`${one.code} ${one.path}`, one])).values()];
}
