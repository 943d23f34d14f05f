import { describe, expect, it } from 'vitest';
import { MAX_DONG, toDong } from '../../../lambdas/domain/money.ts';
import { dongInWords } from '../../../lambdas/domain/money-in-words.ts';

describe('An amount in words', () => {
  it.each([
    [0, 'Không đồng'],
    [1, 'Một đồng'],
    [5, 'Năm đồng'],
    [10, 'Mười đồng'],
    [11, 'Mười một đồng'],
    [14, 'Mười bốn đồng'],
    [15, 'Mười lăm đồng'],
    [20, 'Hai mươi đồng'],
    [21, 'Hai mươi mốt đồng'],
    [24, 'Hai mươi bốn đồng'],
    [25, 'Hai mươi lăm đồng'],
    [91, 'Chín mươi mốt đồng'],
    [100, 'Một trăm đồng'],
    [101, 'Một trăm lẻ một đồng'],
    [105, 'Một trăm lẻ năm đồng'],
    [110, 'Một trăm mười đồng'],
    [115, 'Một trăm mười lăm đồng'],
    [551, 'Năm trăm năm mươi mốt đồng'],
    [1_000, 'Một nghìn đồng'],
    [1_001, 'Một nghìn không trăm lẻ một đồng'],
    [1_015, 'Một nghìn không trăm mười lăm đồng'],
    [10_500, 'Mười nghìn năm trăm đồng'],
    [360_000, 'Ba trăm sáu mươi nghìn đồng'],
    [1_005_000, 'Một triệu không trăm lẻ năm nghìn đồng'],
    [1_000_001, 'Một triệu không trăm lẻ một đồng'],
    [1_624_000, 'Một triệu sáu trăm hai mươi bốn nghìn đồng'],
    [2_055_000, 'Hai triệu không trăm năm mươi lăm nghìn đồng'],
    [21_021_021, 'Hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt đồng'],
    [1_000_000_000, 'Một tỷ đồng'],
    [1_000_000_005, 'Một tỷ không trăm lẻ năm đồng'],
    [1_455_000_000, 'Một tỷ bốn trăm năm mươi lăm triệu đồng'],
    [5_050_000_000, 'Năm tỷ không trăm năm mươi triệu đồng'],
    [15_000_000_000, 'Mười lăm tỷ đồng'],
    [1_000_000_000_000, 'Một nghìn tỷ đồng'],
    [1_005_000_000_000, 'Một nghìn không trăm lẻ năm tỷ đồng'],
    [MAX_DONG, 'Một triệu tỷ đồng'],
  ])('reads %i as “%s”', (amount, words) => {
    expect(dongInWords(toDong(amount))).toBe(words);
  });
});
