import { z } from 'zod';
import { provider } from '../../lambdas/domain/reference-data.ts';
import { answerInstructions } from '../../samples/answers.ts';
import { monthOf } from './province.ts';

/*
 * A process that does the work of other people (offices that write lists, providers that answer files), so that it costs
 * neither time nor memory where something is measured.
 */
const part = z.object({
  communes: z.array(z.string()),
  people: z.number(),
  province: z.string(),
  seed: z.string(),
});
const wish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lists'), part }),
  z.object({
    kind: z.literal('answer'),
    provider,
    fileName: z.string(),
    bytes: z.instanceof(Uint8Array),
    paidOn: z.string(),
  }),
]);

process.on('message', async (message) => {
  const told = wish.parse(message);
  if (told.kind === 'lists') {
    const { lists } = await monthOf(told.part);
    process.send?.(lists.map(({ unit, fileName, bytes }) => ({ folder: unit, name: fileName, bytes })));
  } else {
    const answer = await answerInstructions(told.provider, told.fileName, told.bytes, { paidOn: told.paidOn });
    process.send?.([{ folder: told.provider.id, ...answer }]);
  }
});
