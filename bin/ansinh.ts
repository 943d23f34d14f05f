#!/usr/bin/env node
import { Command } from 'commander';
import { addCloud } from './commands/cloud.ts';
import { addDemo } from './commands/demo.ts';
import { Unmet } from './local-cloud/local-cloud.ts';
import { ApiRefused } from './people-api.ts';

const program = new Command('ansinh').description('Chi trả an sinh xã hội không dùng tiền mặt (cashless social-security payouts)');
addDemo(program);
addCloud(program);

try {
  await program.parseAsync();
} catch (error) {
  // What the reader can mend is one sentence; a bug keeps its stack.
  if (!(error instanceof Unmet || error instanceof ApiRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
