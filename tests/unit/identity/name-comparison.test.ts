import { describe, expect, it } from 'vitest';
import { compareNames } from '../../../lambdas/domain/readings/name-comparison.ts';

describe('ruling 11: a name on a list and the name in the registry', () => {
  it.each([
    ['the same letters', 'Nguyễn Văn An', 'Nguyễn Văn An'],
    ['upper case', 'NGUYỄN THỊ THUÝ HƯỜNG', 'Nguyễn Thị Thúy Hường'],
    ['upper case Đ', 'ĐẶNG ĐÌNH ĐỨC', 'Đặng Đình Đức'],
    ['double, leading and trailing spaces', '  Lê   Thị  Hoa ', 'Lê Thị Hoa'],
    ['a space that does not break', 'Lê\u00a0Thị Hoa', 'Lê Thị Hoa'],
    ['a line break inside the cell', 'Lê Thị\nHoa', 'Lê Thị Hoa'],
    ['an invisible character', 'Lê\u200b Thị Hoa', 'Lê Thị Hoa'],
    ['decomposed letters', 'Nguyễn Thị Ẵng'.normalize('NFD'), 'Nguyễn Thị Ẵng'],
    ['windows-1258 order: letter with hat, tone apart', 'Nguy\u00ea\u0303n V\u0103n \u1ea4n', 'Nguyễn Văn Ấn'],
    ['oà, òa', 'Trần Hoà Bình', 'Trần Hòa Bình'],
    ['oá, óa', 'Khoá', 'Khóa'],
    ['oả, ỏa', 'Thoả', 'Thỏa'],
    ['oã, õa', 'Xoã', 'Xõa'],
    ['oạ, ọa', 'Hoạ', 'Họa'],
    ['oè, òe', 'Loè', 'Lòe'],
    ['oé, óe', 'Khoé', 'Khóe'],
    ['oẻ, ỏe', 'Khoẻ', 'Khỏe'],
    ['oẽ, õe', 'Loẽ', 'Lõe'],
    ['oẹ, ọe', 'Choẹ', 'Chọe'],
    ['uỳ, ùy', 'Thuỳ', 'Thùy'],
    ['uý, úy', 'Thuý', 'Thúy'],
    ['uỷ, ủy', 'Thuỷ', 'Thủy'],
    ['uỹ, ũy', 'Luỹ', 'Lũy'],
    ['uỵ, ụy', 'Thuỵ', 'Thụy'],
    ['a tone set wrongly by hand', 'Qúy', 'Quý'],
    ['a name without a middle name in both', 'Ksor Nay', 'Ksor Nay'],
    ['a curly apostrophe', 'K’Brếu', "K'Brếu"],
    ['a straight apostrophe for a curly one', "Ksor H'Bia", 'Ksor H‘Bia'],
    ['a modifier letter, an accent or a prime for an apostrophe', 'HʼBia H´Bia H`Bia H′Bia', "H'Bia H'Bia H'Bia H'Bia"],
    ['eth for đ (Ð, U+00D0)', '\u00d0ặng \u00d0ình \u00d0ức', 'Đặng Đình Đức'],
    ['eth for đ in small letters', '\u00f0ặng v\u0103n', 'Đặng Văn'],
    ['the African d for đ (Ɖ, U+0189)', '\u0189ặng Văn', 'Đặng Văn'],
    ['hard letters', 'Ỷ Ỹ Ỵ Ẵ Ỡ Ự Ử Ữ Ẫ Ậ Ặ', 'ỷ ỹ ỵ ẵ ỡ ự ử ữ ẫ ậ ặ'],
  ])('agrees: %s', (_, listed, registered) => {
    expect(compareNames(listed, registered)).toBe('same');
  });

  it.each([
    ['no mark at all', 'Nguyen Thi Thuy Huong', 'Nguyễn Thị Thúy Hường'],
    ['no mark, upper case', 'DANG VAN DUC', 'Đặng Văn Đức'],
    ['only the stroke of đ was missing', 'Do Kim', 'Đo Kim'],
    ['no mark but a curly apostrophe', 'K’Breu', "K'Brếu"],
    ['no mark, tone placed either way', 'Tran Hoa', 'Trần Hoà'],
  ])('agrees without marks: %s', (_, listed, registered) => {
    expect(compareNames(listed, registered)).toBe('same-without-marks');
  });

  it.each([
    ['a different tone', 'Nguyễn Thị Thùy', 'Nguyễn Thị Thúy'],
    ['a tone missing among others', 'Nguyễn Thị Thuy', 'Nguyễn Thị Thúy'],
    ['a different vowel', 'Nguyễn Văn Tân', 'Nguyễn Văn Tăn'],
    ['a horn missing', 'Trần Hùng', 'Trần Hừng'],
    ['d for đ in a name with marks', 'Dặng Văn An', 'Đặng Văn An'],
    ['marks that the registry has not', 'Nguyễn Văn Án', 'Nguyễn Văn An'],
    ['the registry without marks is not the list without marks', 'Nguyễn Văn An', 'Nguyen Van An'],
    ['a missing middle name', 'Nguyễn An', 'Nguyễn Văn An'],
    ['a missing middle name, no mark', 'Nguyen An', 'Nguyễn Văn An'],
    ['an initial', 'Nguyễn V. An', 'Nguyễn Văn An'],
    ['another order', 'An Nguyễn Văn', 'Nguyễn Văn An'],
    ['i for y', 'Nguyễn Thị Lí', 'Nguyễn Thị Lý'],
    ['no space where there is one', 'NguyễnVăn An', 'Nguyễn Văn An'],
    ['a tone on another syllable', 'Lìna', 'Linà'],
    ['an apostrophe missing', 'KBrếu', "K'Brếu"],
    ['nothing', '', 'Nguyễn Văn An'],
  ])('differs: %s', (_, listed, registered) => {
    expect(compareNames(listed, registered)).toBe('different');
  });
});
