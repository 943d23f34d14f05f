import { z } from 'zod';

/**
 * What somebody is paid for. BTXH trợ cấp bảo trợ xã hội, NCC ưu đãi người có công, HTXH trợ cấp hưu trí xã hội,
 * BHXH lương hưu và bảo hiểm xã hội hằng tháng, KHAC mọi chế độ khác (ba quyết định 142, 62, 53 trong đó).
 */
export const programme = z.enum(['BTXH', 'NCC', 'HTXH', 'BHXH', 'KHAC']);
export type Programme = z.infer<typeof programme>;

/** The three column groups of Form 1. Which programme counts where is reference data (domain notes, conflict 2). */
export const formGroup = z.enum(['BTXH', 'NCC', 'KHAC']);
export type FormGroup = z.infer<typeof formGroup>;

/**
 * The lines of Form 2: the twelve categories of người có công, and the three decisions. The number is the one the
 * form prints. People with merit whose list names no category stand in a line of their own (ruling 7).
 */
export const category = z.enum([
  'ncc-1',
  'ncc-2',
  'ncc-3',
  'ncc-4',
  'ncc-5',
  'ncc-6',
  'ncc-7',
  'ncc-8',
  'ncc-9',
  'ncc-10',
  'ncc-11',
  'ncc-12',
  'decision-142',
  'decision-53',
  'decision-62',
]);
export type Category = z.infer<typeof category>;
