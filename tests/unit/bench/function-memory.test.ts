import { describe, expect, it } from 'vitest';
import { functionIn, parentIn, taskIn } from '../../../bin/bench/function-memory.ts';
import { peakKibibytesIn } from '../../../bin/bench/tell-reading.ts';

const TASKS = ['close-period', 'close-submission', 'cut-off', 'read-list', 'read-results'];

describe('the memory of a function', () => {
  it('is the high-water mark of its process, not what it holds now', () => {
    const status = 'Name:\tnode\nPPid:\t23048\nVmPeak:\t 1528304 kB\nVmHWM:\t   86352 kB\nVmRSS:\t   70000 kB\n';
    expect(peakKibibytesIn(status)).toBe(86_352);
    expect(parentIn(status)).toBe(23_048);
  });

  it('is unknown for a process without memory of its own, as the kernel’s threads', () => {
    expect(peakKibibytesIn('Name:\tkthreadd\nPPid:\t0\n')).toBeUndefined();
  });

  it('belongs to the task whose name the CDK built into the function’s', () => {
    expect(taskIn('ansinh-TasksclosesubmissionFunctionD830089D-A217DDE571CC4', TASKS)).toBe('close-submission');
    expect(taskIn('ansinh-TaskscutoffFunction2F4F518E', TASKS)).toBe('cut-off');
  });

  it('belongs to that task even where the deployment is named like another', () => {
    expect(taskIn('read-results-TasksreadlistFunction89CD93CB-D2A0', TASKS)).toBe('read-list');
    expect(taskIn('readresults-TasksreadlistFunction89CD93CB-D2A0', TASKS)).toBe('read-list');
  });

  it('keeps the name of a function that is no task', () => {
    const own = 'ansinh-CustomResourceProviderFunction2F4F518E-A217DDE571CC4';
    expect(taskIn(own, TASKS)).toBe(own);
  });

  it('is held against what the deployment gives the function', () => {
    const environment =
      'PATH=/usr/bin\0AWS_LAMBDA_FUNCTION_NAME=ansinh-TasksreadlistFunction89CD93CB-D2A0\0AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512\0';
    expect(functionIn(environment, TASKS)).toEqual({ task: 'read-list', budgetMiB: 512 });
  });

  it('is not that of another child of the cloud', () => {
    expect(functionIn('PATH=/usr/bin\0HOME=/root\0', TASKS)).toBeNull();
  });
});
