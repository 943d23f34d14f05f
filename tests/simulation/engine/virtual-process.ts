import asyncHooks from 'node:async_hooks';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import zlib from 'node:zlib';
import ExcelJS from 'exceljs';
import pdfmake from 'pdfmake';
import { invocations } from './invocation.ts';

/*
 * What a handler takes from its process, put under the scheduler: time, chance, pauses, and work on other threads.
 * All of it only inside an invocation; whatever else runs in the process keeps the real ones. Import it before
 * anything of ours: modules bind what they import from Node when they load.
 */
virtualTime();
virtualPauses();
virtualChance();
keepUncompressed();
followNoPromise();
writeWorkbooksAtOnce();
writePapersAtOnce();
silence();
syncBuiltinESMExports();

function virtualTime(): void {
  const RealDate = Date;
  const now = () => invocations.getStore()?.scheduler.now() ?? RealDate.now();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    get: (target, name, receiver) => (name === 'now' ? () => Math.floor(now()) : Reflect.get(target, name, receiver)),
  });
}

function virtualPauses(): void {
  const realTimeout = globalThis.setTimeout;
  const timeout = (run: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) => {
    const invocation = invocations.getStore();
    if (!invocation) return realTimeout(run, milliseconds, ...given);
    void invocation.wait(milliseconds, '', () => run(...given));
    return undefined;
  };
  Object.defineProperty(globalThis, 'setTimeout', { value: timeout, writable: true, configurable: true });
  const realSleep = timersPromises.setTimeout;
  Object.defineProperty(timersPromises, 'setTimeout', {
    value: (milliseconds: number, value?: unknown) => {
      const invocation = invocations.getStore();
      return invocation ? invocation.wait(milliseconds, '', () => value) : realSleep(milliseconds, value);
    },
  });
}

function virtualChance(): void {
  const realRandom = Math.random;
  Math.random = () => invocations.getStore()?.scheduler.random.fraction() ?? realRandom();
  const realUuid = crypto.randomUUID;
  const hexadecimal = () => Math.floor(Math.random() * 16).toString(16);
  const drawn = () => '00000000-0000-4000-8000-000000000000'.replaceAll('0', hexadecimal);
  Object.defineProperty(crypto, 'randomUUID', { value: () => (invocations.getStore() ? drawn() : realUuid()) });
}

/** A handler's log is no part of what is simulated. */
function silence(): void {
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    const real = console[level].bind(console);
    console[level] = (...told: unknown[]) => {
      if (!invocations.getStore()) real(...told);
    };
  }
}

/**
 * The tracer's SDK follows every promise of the process, which costs more than all handlers do, and traces are not
 * simulated: its hooks stay off.
 */
function followNoPromise(): void {
  const hook = { enable: () => hook, disable: () => hook };
  Object.defineProperty(asyncHooks, 'createHook', { value: () => hook });
}

function isDone(given: object): given is Done {
  return typeof given === 'function';
}

type Done = (error: Error | null, result?: Uint8Array) => void;

/**
 * Node compresses on threads of its own, which end when they end: not in an order that a seed could repeat. What tasks
 * leave for each other is kept as it is; only they read it.
 */
function keepUncompressed(): void {
  const asItIs = (bytes: string | Uint8Array, options: object | Done, done?: Done) => {
    const told = isDone(options) ? options : done;
    told?.(null, Buffer.from(bytes));
  };
  Object.defineProperty(zlib, 'gzip', { value: asItIs });
  Object.defineProperty(zlib, 'gunzip', { value: asItIs });
}

/**
 * Workbooks for people (receipts, worklists) cost more than all the rest of a month, and no invariant reads them: in
 * place of a zip they are a text of what was put into their cells. Their real bytes have tests of their own.
 */
function writeWorkbooksAtOnce(): void {
  class TextWriter {
    readonly #stream: NodeJS.WritableStream;
    readonly #text: string[] = [];

    constructor({ stream }: { stream: NodeJS.WritableStream }) {
      this.#stream = stream;
    }

    addWorksheet(name: string): unknown {
      this.#text.push(name);
      return absorbing(this.#text);
    }

    async commit(): Promise<void> {
      this.#stream.end(emptyZip(this.#text.join('\n')));
    }
  }
  Object.defineProperty(ExcelJS.stream.xlsx, 'WorkbookWriter', { value: TextWriter });
  class TextWorkbook {
    readonly #text: string[] = [];
    readonly xlsx = { writeBuffer: async () => emptyZip(this.#text.join('\n')) };

    addWorksheet(name: string): unknown {
      this.#text.push(name);
      return absorbing(this.#text);
    }
  }
  Object.defineProperty(ExcelJS, 'Workbook', { value: TextWorkbook });
}

/** Papers to sign likewise: what they are made of, as text. */
function writePapersAtOnce(): void {
  Object.defineProperty(pdfmake, 'createPdf', {
    value: (definition: object) => ({ getBuffer: () => Promise.resolve(Buffer.from(JSON.stringify(definition))) }),
  });
}

/** Takes whatever is done to it and gives itself back; texts and numbers that are put in are written down. */
function absorbing(text: string[]): unknown {
  const write = (value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number') text.push(String(value));
    if (Array.isArray(value)) for (const one of value) write(one);
  };
  const itself: unknown = new Proxy(() => undefined, {
    get: (_, name) => {
      if (name === 'then') return undefined;
      if (name === Symbol.toPrimitive) return () => 1;
      if (name === Symbol.iterator) return () => [][Symbol.iterator]();
      return itself;
    },
    set: (_, name, value) => {
      if (name === 'value' || name === 'values') write(value);
      return true;
    },
    apply: (_, __, given: unknown[]) => {
      for (const one of given) write(one);
      return itself;
    },
    construct: () => Object(itself),
  });
  return itself;
}

/** A zip without entries whose comment is a text: what the fixing of entry times finds nothing to fix in. */
function emptyZip(text: string): Buffer {
  const comment = Buffer.from(text);
  // The end record stands last, so the text stands before it, where no entry is looked for.
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(comment.length, 16);
  return Buffer.concat([comment, end]);
}
