import type { ColumnField } from '../../domain/lists/list-column.ts';

/**
 * What a header says a column holds. `unused`: recognised, so that it is not taken for something else (`Ngày cấp CCCD`
 * is no id). `beside`: money beside the amount that is not part of it (`Phụ cấp`, `Khấu trừ`). `householder`: whom a
 * household's list names; the beneficiary only where no other column names one.
 */
export type HeaderMeaning = ColumnField | 'unused' | 'beside' | 'householder';

interface Synonyms {
  readonly meaning: HeaderMeaning;
  /** Up to 100. Lower where lists use the words loosely: "Mức hưởng" is the amount unless "Số tiền" is there too. */
  readonly weight: number;
  /** Folded headers, separated by `|`. `=` before one: only as the whole header, not as a part of a longer one. */
  readonly headers: string;
}

/** How the lists of communes, districts and the post office head their columns. */
const ENTRIES: readonly Synonyms[] = [
  { meaning: 'ordinal', weight: 100, headers: '=stt|=tt|=so tt|=so thu tu|=thu tu' },
  {
    meaning: 'fullName',
    weight: 100,
    headers:
      'ho va ten|ho ten|ho va ten nguoi huong|ho ten nguoi huong|ho va ten doi tuong|ho ten doi tuong|ten doi tuong|' +
      'ho va ten nguoi duoc huong|ho chu dem va ten|ho dem va ten|ho va ten khai sinh|ten nguoi huong|=nguoi huong|' +
      '=nguoi duoc huong|=nguoi huong che do|=ho va ten nguoi huong che do|=nguoi duoc huong che do|=nguoi huong tro cap|' +
      '=nguoi duoc huong tro cap|=nguoi duoc ho tro|=nguoi duoc tro giup|=full name|=fullname|=name',
  },
  { meaning: 'householder', weight: 100, headers: '=chu ho|=ho ten chu ho|=ten chu ho|=chu ho gia dinh' },
  {
    meaning: 'familyName',
    weight: 100,
    headers: '=ho dem|=ho va dem|=ho va ten dem|=ho va chu dem|=ho|=ho lot|=ho chu dem|=ho va ten lot',
  },
  { meaning: 'givenName', weight: 100, headers: '=ten' },
  {
    meaning: 'personalId',
    weight: 100,
    headers:
      'cccd|so cccd|can cuoc|so can cuoc|can cuoc cong dan|so can cuoc cong dan|cccd cmnd|cmnd cccd|so cmnd cccd|' +
      'so cccd cmnd|so cmt cccd|cmnd can cuoc|dinh danh|so dinh danh|so dinh danh ca nhan|ma dinh danh|ma dinh danh ca nhan|' +
      'ma so dinh danh|ddcn|so ddcn|ma ddcn|cccd ddcn|so cccd ddcn|so the can cuoc|the can cuoc|giay to tuy than|=so giay to|' +
      '=so cc|cmnd cccd ddcn|personal id|=personalid|=id',
  },
  {
    meaning: 'personalId',
    weight: 80,
    headers: 'cmnd|so cmnd|cmt|so cmt|chung minh nhan dan|so chung minh nhan dan|=cmtnd|=so cmtnd',
  },
  {
    meaning: 'birthDate',
    weight: 100,
    headers:
      'ngay sinh|ngay thang nam sinh|nam sinh|ngay thang sinh|ngay sinh nam sinh|=ntns|sinh ngay|=sinh nam|=ns|ngay thang nam|' +
      'birth date|=birthdate|date of birth|=ngay thang nam sinh nam sinh',
  },
  { meaning: 'sex', weight: 100, headers: 'gioi tinh|=gt|=phai|=gioi|=nam nu|=sex|=gender' },
  {
    meaning: 'programme',
    weight: 100,
    headers:
      'che do|chuong trinh|chinh sach|loai che do|ma che do|che do huong|chinh sach huong|loai chinh sach|loai tro cap|' +
      'nhom chinh sach|nhom che do|che do chinh sach|loai hinh tro cap|=programme|=program',
  },
  {
    meaning: 'category',
    weight: 90,
    headers:
      'doi tuong|loai doi tuong|doi tuong huong|nhom doi tuong|dien doi tuong|dien huong|=dien|=loai|ma doi tuong|phan loai|' +
      'dien chinh sach|dang tat|=category',
  },
  {
    meaning: 'amount',
    weight: 100,
    headers:
      'so tien|so tien huong|so tien duoc huong|so tien tro cap|so tien chi tra|so tien hang thang|so tien thang nay|' +
      'so tien duoc nhan|tien tro cap thang nay|so tien tro cap thang nay|tien thang nay|tro cap thang nay|thanh tien|tien tro cap|' +
      '=tien huong|=amount',
  },
  {
    meaning: 'amount',
    weight: 100,
    headers:
      'muc moi|muc huong moi|muc tro cap moi|so tien moi|tro cap moi|muc sau dieu chinh|muc huong sau dieu chinh|so tien sau dieu chinh|' +
      'muc tro cap sau dieu chinh',
  },
  {
    // Beside a new amount, what was paid before; by itself it is what is paid.
    meaning: 'formerAmount',
    weight: 100,
    headers:
      'muc cu|muc huong cu|muc tro cap cu|so tien cu|tro cap cu|muc truoc dieu chinh|muc huong truoc dieu chinh|so tien truoc dieu chinh|' +
      'muc tro cap truoc dieu chinh|muc huong thang truoc|so tien thang truoc|=formeramount',
  },
  {
    meaning: 'amount',
    weight: 80,
    headers: 'muc dang huong|muc huong hien tai|so tien dang huong',
  },
  {
    meaning: 'amount',
    weight: 90,
    headers:
      'muc huong|muc tro cap|tro cap thang|tro cap hang thang|muc tro cap hang thang|muc huong hang thang|muc chi tra|muc tien|' +
      'muc ho tro|kinh phi ho tro|so tien ho tro|tien ho tro|=ho tro|muc qua|tien qua|qua bang tien|muc chi|tro cap thang nay|' +
      '=tro cap|=kinh phi|=luong huu|=tien|=so tien luong huu|tien luong huu',
  },
  {
    meaning: 'unused',
    weight: 100,
    headers: 'muc chuan|muc chuan tro cap|chuan tro cap|muc tro cap chuan|he so|he so tro cap|he so huong',
  },
  {
    meaning: 'arrears',
    weight: 100,
    headers: 'truy linh|tien truy linh|so tien truy linh|truy linh so tien|truy tra|truy linh thang truoc|=arrears',
  },
  {
    meaning: 'carryOver',
    weight: 100,
    headers:
      'chua tra thang truoc|chua tra thang truoc so tien|so tien chua tra|chua linh thang truoc|chua nhan thang truoc|thang truoc chuyen sang',
  },
  {
    meaning: 'total',
    weight: 100,
    headers:
      'tong so tien|tong cong|tong tien|=cong|=tong so|=tong|thuc linh|thuc nhan|so tien thuc nhan|so tien thuc linh|tong linh|' +
      'tong nhan|tong cong so tien|tong so tien duoc nhan|tong so tien chi tra|=total|' +
      'so tien con lai|so tien con linh|=con linh|sau khau tru|so tien sau khau tru|sau khi khau tru|so tien sau khi khau tru|' +
      'sau giam tru|sau khi giam tru',
  },
  {
    meaning: 'unused',
    weight: 100,
    headers:
      'so thang|truy linh so thang|so thang truy linh|chua tra thang truoc so thang|tu thang|den thang|truy linh tu thang|' +
      'truy linh den thang|thang bat dau|thoi diem huong|huong tu|huong tu thang|ngay huong|thang huong',
  },
  {
    meaning: 'accountNumber',
    weight: 100,
    headers:
      'so tai khoan|stk|so tk|tai khoan|=tk|so tai khoan ngan hang|tai khoan ngan hang|so tk ngan hang|tai khoan nhan tien|' +
      'so tai khoan nhan tien|so vi|so vi dien tu|so tai khoan vi|tai khoan mobile money|so the atm|so atm|=so the|=atm|account number|' +
      '=account|=accountnumber',
  },
  {
    meaning: 'bank',
    weight: 100,
    headers:
      'ngan hang|ten ngan hang|tai ngan hang|mo tai ngan hang|mo tai|ngan hang mo tai khoan|ngan hang thu huong|ma ngan hang|' +
      'to chuc dich vu chi tra|nha cung cap|nha cung cap dich vu|don vi cung cap|chi nhanh ngan hang|noi mo tai khoan|' +
      'to chuc chi tra|ngan hang vi|=nh|=bank|=bin|ma bin',
  },
  {
    meaning: 'accountHolder',
    weight: 100,
    headers:
      'chu tai khoan|ten chu tai khoan|ho ten chu tai khoan|ho va ten chu tai khoan|ten tai khoan|=nguoi thu huong|chu tk|ten chu tk',
  },
  {
    meaning: 'channel',
    weight: 100,
    headers:
      'hinh thuc chi tra|hinh thuc nhan|=hinh thuc|hinh thuc nhan tien|hinh thuc linh|hinh thuc chi|phuong thuc chi tra|' +
      '=phuong thuc|phuong thuc nhan|kenh chi tra|=kenh|cach nhan|nguyen vong nhan|=channel',
  },
  {
    meaning: 'atHome',
    weight: 100,
    headers:
      'chi tra tai nha|nhan tai nha|chi tai nha|tra tai nha|linh tai nha|nhan tien tai nha|chi tra tien tai nha|' +
      'doi tuong chi tra tai nha|dien chi tra tai nha|=tai nha|=athome|=at home',
  },
  {
    meaning: 'payeeName',
    weight: 100,
    headers:
      'nguoi nhan thay|nguoi giam ho|nguoi duoc uy quyen|nguoi uy quyen|nguoi dai dien|nguoi linh thay|nguoi nhan ho ten|' +
      'nguoi nhan ho va ten|=nguoi nhan|=nguoi nhan tien|=payee|=payeename|nguoi cham soc nhan|' +
      'nguoi nhan ho|nguoi cham soc|nguoi nuoi duong|nguoi nhan cham soc|nguoi nhan nuoi duong',
  },
  { meaning: 'payeeId', weight: 100, headers: '=payeeid' },
  { meaning: 'payeeFrom', weight: 100, headers: '=payeefrom' },
  { meaning: 'payeeUntil', weight: 100, headers: '=payeeuntil' },
  {
    meaning: 'change',
    weight: 100,
    headers:
      'tang giam|bien dong|loai bien dong|tinh trang bien dong|noi dung bien dong|phan loai bien dong|loai thay doi|noi dung thay doi|' +
      'loai tang giam|tang giam dieu chinh|tang giam trong thang|tinh hinh bien dong|loai dieu chinh|=thay doi|=change|=changetype',
  },
  {
    meaning: 'markedIncrease',
    weight: 100,
    headers: '=tang|=tang moi|=doi tuong tang|bien dong tang|=tang trong thang',
  },
  {
    meaning: 'markedDecrease',
    weight: 100,
    headers: '=giam|=cat giam|=doi tuong giam|bien dong giam|=giam trong thang',
  },
  { meaning: 'markedAdjust', weight: 100, headers: '=dieu chinh|bien dong dieu chinh|=doi tuong dieu chinh' },
  {
    meaning: 'changeReason',
    weight: 100,
    headers:
      'ly do|ly do tang|ly do giam|ly do tang giam|ly do bien dong|ly do dieu chinh|ly do thay doi|ly do thoi huong|ly do cat|ly do cat giam|' +
      'ly do tang giam dieu chinh|nguyen nhan|nguyen nhan tang|nguyen nhan giam|nguyen nhan bien dong|=reason|=changereason',
  },
  { meaning: 'remark', weight: 100, headers: 'ghi chu|=note|=notes|=remark|=remarks' },
  {
    meaning: 'unit',
    weight: 100,
    headers:
      'xa phuong|=xa|=phuong|=don vi|=ten xa|=ten phuong|=ten don vi|=ma xa|=ma phuong|=ma don vi|don vi hanh chinh|ma don vi hanh chinh|' +
      'ten don vi hanh chinh|xa phuong thi tran|xa phuong dac khu|=xa thi tran|ten xa phuong|ma xa phuong|=dvhc|=ma dvhc|=unit|=unitcode',
  },
  {
    meaning: 'payeeRole',
    weight: 100,
    headers:
      'vai tro|tu cach|quan he|moi quan he|quan he voi nguoi huong|quan he voi doi tuong|loai nguoi nhan|hinh thuc uy quyen|=payeerole|=tu cach nhan',
  },
  { meaning: 'phone', weight: 100, headers: 'so dien thoai|sdt|dien thoai|=dt|so dt|=di dong|so di dong|=phone' },
  {
    meaning: 'village',
    weight: 100,
    headers:
      'thon|xom|=ap|=ban|to dan pho|thon xom|thon to|khu pho|thon ban|thon xom to|khu dan cu|=to|tdp|=lang|=buon|=khu|=dia ban|=doi|thon ban to dan pho|=village',
  },
  {
    meaning: 'address',
    weight: 100,
    headers:
      'dia chi|noi o|noi cu tru|thuong tru|dia chi thuong tru|noi thuong tru|ho khau|cho o|noi o hien nay|cu tru|=address',
  },
  {
    meaning: 'decisionNumber',
    weight: 100,
    headers: 'so quyet dinh|so qd|quyet dinh|so quyet dinh huong|so qd huong|qd huong|quyet dinh huong|=decisionnumber',
  },
  {
    meaning: 'bookNumber',
    weight: 100,
    headers: 'so so linh tien|so so|so linh tien|so so linh|so so tro cap|=booknumber',
  },
  {
    meaning: 'unused',
    weight: 100,
    headers:
      'ky nhan|=ky|chu ky|ky ten|nguoi nhan ky|ngay cap|noi cap|ngay cap cccd|noi cap cccd|ngay cap cmnd|noi cap cmnd|' +
      'que quan|noi sinh|nguyen quan|dan toc|ngay quyet dinh|ngay qd|ma ho so|so ho so|ma so|' +
      'cmnd cu|so cmnd cu|so khau|trang thai|ngay mo tai khoan|ngay dang ky|=don vi tinh|=dvt|' +
      'so tien tang|so tien giam|so tien tang giam|muc tang|muc giam|chenh lech|so tien chenh lech|muc chenh lech',
  },
];

/** The version is raised with every change, so that a receipt of an earlier month can be explained. */
export const HEADER_SYNONYMS = { version: 4, entries: ENTRIES };
