import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { realDeployment, synthesised } from '../../tests/support/synthesised.ts';
import { type Granted, ResolvedTemplate } from '../security/resolved-template.ts';
import { type RoleHolder, roleHolders } from '../security/roles.ts';
import { markdownTable } from './markdown-table.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Where the matrix stands, between its two marks. */
export const SECURITY_DOCUMENT = join(ROOT, 'docs', 'security.md');
const BEGIN = '<!-- matrix: npm run security-matrix -->';
const END = '<!-- /matrix -->';

/** What every function and machine has, and says nothing: its own log, and traces. */
const PLATFORM = /^(logs|xray):/;

/** The page with the matrix of a deployment where money is real in it; all other text stays as it is. */
export function withMatrix(page: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${SECURITY_DOCUMENT} has no place for the matrix`);
  return `${before}${BEGIN}\n\n${matrix()}\n\n${END}${after}`;
}

function matrix(): string {
  const template = new ResolvedTemplate([synthesised(realDeployment()).toJSON()]);
  const holders = roleHolders(template).map((holder) => ({
    holder,
    grants: template.grantsOf(holder.role).filter(({ action }) => !PLATFORM.test(action)),
  }));
  const names = namesOf(template);
  const buckets = namesOf(template, 'AWS::S3::Bucket').filter(({ arn }) =>
    holders.some(({ grants }) => grants.some(({ resource }) => resource.startsWith(arn))),
  );
  const tables = namesOf(template, 'AWS::DynamoDB::GlobalTable');
  const others = names.filter(({ arn }) => !/^arn:aws:(s3|dynamodb|logs):/.test(arn));
  const column = (of: readonly Named[], cell: (grants: readonly Granted[], named: Named) => string) =>
    holders.flatMap(({ holder, grants }) => {
      const cells = of.map((named) => cell(grants, named));
      return cells.some((one) => one !== '') ? [[titleOf(holder), ...cells]] : [];
    });
  return [
    '### Objects',
    tableOf(['who', ...buckets.map(({ name }) => name)], column(buckets, objectsIn)),
    '### Tables',
    tableOf(['who', ...tables.map(({ name }) => name)], column(tables, itemsOf)),
    '### Machines, functions, topics, queues, secrets and keys',
    tableOf(
      ['who', 'may'],
      holders.flatMap(({ holder, grants }) => {
        const elsewhere = grants
          .filter(({ resource }) => !names.some(({ arn }) => resource.startsWith(arn)))
          .map(({ action, resource }) => `${action} \`${resource}\``);
        const done = [...others.flatMap((named) => actionsOn(grants, named)), ...elsewhere];
        return done.length === 0 ? [] : [[titleOf(holder), done.join('; ')]];
      }),
    ),
    '### People, through the HTTP API',
    tableOf(['route', 'function', 'officers', 'approvers'], routesOf(template)),
  ].join('\n\n');
}

interface Named {
  readonly arn: string;
  readonly name: string;
}

const NAMED_TYPES = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::GlobalTable',
  'AWS::StepFunctions::StateMachine',
  'AWS::Lambda::Function',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  'AWS::KMS::Key',
];

/** What the template's things are called here: their ids without what CloudFormation adds. */
function namesOf(template: ResolvedTemplate, ...types: readonly string[]): Named[] {
  return (types.length > 0 ? types : NAMED_TYPES).flatMap((type) =>
    template.all(type).map(({ id, properties }) => {
      const description = z.looseObject({ Description: z.string().optional() }).parse(properties).Description;
      const plain = id.replace(/[0-9A-F]{8}$/, '').replace(/^Storage/, '');
      const name = type === 'AWS::Lambda::Function' ? (description ?? plain).replace('ansinh ', '') : plain;
      return {
        arn: template.arn(id),
        name: /S3|DynamoDB/.test(type) ? name.toLowerCase() : name.replace(/Machine$/, ''),
      };
    }),
  );
}

function titleOf({ kind, name }: RoleHolder): string {
  return kind === 'function' ? `\`${name}\`` : kind === 'machine' ? `machine ${name}` : name;
}

const VERBS: Readonly<Record<string, string>> = {
  's3:GetObject': 'reads',
  's3:GetObjectVersion': 'reads',
  's3:PutObject': 'writes',
};

function objectsIn(grants: readonly Granted[], { arn }: Named): string {
  const own = grants.filter(({ resource }) => resource.startsWith(`${arn}/`));
  const keysOf = (verb: string) => [
    ...new Set(own.flatMap(({ action, resource }) => (VERBS[action] === verb ? [resource.slice(arn.length + 1)] : []))),
  ];
  return ['reads', 'writes']
    .flatMap((verb) =>
      keysOf(verb).length === 0
        ? []
        : [
            `${verb} ${keysOf(verb)
              .map((key) => `\`${key}\``)
              .join(' ')}`,
          ],
    )
    .join('<br>');
}

function itemsOf(grants: readonly Granted[], { arn }: Named): string {
  return grants
    .flatMap(({ action, resource }) => (resource === arn ? [action.replace('dynamodb:', '')] : []))
    .sort()
    .join(' ');
}

function actionsOn(grants: readonly Granted[], { arn, name }: Named): string[] {
  const actions = grants.flatMap(({ action, resource }) => (resource === arn ? [action.replace(/^\w+:/, '')] : []));
  return actions.length === 0 ? [] : [`${[...new Set(actions)].join(', ')} **${name}**`];
}

const route = z.looseObject({ RouteKey: z.string(), Target: z.string() });
const integration = z.looseObject({ IntegrationUri: z.string() });

/** Which group a route is for stands in its handler, which asks the caller's token for it. */
function routesOf(template: ResolvedTemplate): string[][] {
  const functions = namesOf(template, 'AWS::Lambda::Function');
  const integrations = new Map(template.all('AWS::ApiGatewayV2::Integration').map((one) => [one.id, one.properties]));
  return template
    .all('AWS::ApiGatewayV2::Route')
    .map(({ properties }) => {
      const { RouteKey, Target } = route.parse(properties);
      const { IntegrationUri } = integration.parse(integrations.get(Target.replace('integrations/', '')));
      const task = functions.find(({ arn }) => arn === IntegrationUri)?.name ?? '';
      const source = readFileSync(join(ROOT, 'lambdas', task, 'handler.ts'), 'utf8');
      const group = /defineApiHandler\(\s*'[\w-]+',\s*'(\w+)'/.exec(source)?.[1];
      if (group === undefined) throw new Error(`For whom is ${RouteKey}?`);
      return [`\`${RouteKey}\``, `\`${task}\``, group === 'officers' ? 'yes' : '', group === 'approvers' ? 'yes' : ''];
    })
    .sort(([one = ''], [another = '']) => one.localeCompare(another, 'en'));
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return markdownTable(
    titles.map((title) => ({ title })),
    rows,
  ).join('\n');
}

if (import.meta.main) writeFileSync(SECURITY_DOCUMENT, withMatrix(readFileSync(SECURITY_DOCUMENT, 'utf8')));
