import { z } from 'zod';
import type { ResolvedTemplate } from './resolved-template.ts';

/** Somebody or something that the template gives a role. */
export interface RoleHolder {
  readonly kind: 'party' | 'function' | 'machine' | 'starter';
  readonly name: string;
  /** The role's logical id. */
  readonly role: string;
}

const withRole = z.looseObject({ Description: z.string().optional(), Role: z.string() });
const machine = z.looseObject({ RoleArn: z.string() });
/** Roles of no function and no machine, by how their ids begin. */
const OTHERS = [
  ['PartiesUnits', 'party', 'unit'],
  ['PartiesProviders', 'party', 'provider'],
  ['Schedules', 'starter', 'schedules'],
  ['IngestListMachineEventsRole', 'starter', 'upload of a list'],
  ['SettleResultsMachineEventsRole', 'starter', 'upload of results'],
] as const;

/** Every role of a template with the name of who holds it. Throws on one that nobody here knows. */
export function roleHolders(template: ResolvedTemplate): RoleHolder[] {
  const idIn = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
  const found: RoleHolder[] = [
    ...template.all('AWS::Lambda::Function').map(({ properties }): RoleHolder => {
      const { Description = '', Role } = withRole.parse(properties);
      return { kind: 'function', name: Description.replace('ansinh ', ''), role: idIn(Role) };
    }),
    ...template.all('AWS::StepFunctions::StateMachine').map(({ id, properties }): RoleHolder => {
      const name = id.replace(/Machine[0-9A-F]{8}$/, '');
      return { kind: 'machine', name, role: idIn(machine.parse(properties).RoleArn) };
    }),
  ];
  for (const { id } of template.all('AWS::IAM::Role')) {
    if (found.some(({ role }) => role === id)) continue;
    const other = OTHERS.find(([begin]) => id.startsWith(begin));
    if (!other) throw new Error(`Whose role is ${id}? Name its holder in bin/security/roles.ts`);
    found.push({ kind: other[1], name: other[2], role: id });
  }
  return found.sort((one, another) => one.name.localeCompare(another.name, 'en'));
}
