"""Checks a list as intake does, with pandas and pydantic: what a plain script of an office would be.

    python check_list.py list.xlsx rules.json

It reads the file whole, finds the header, and checks every row: name, birth date, sex, personal id, programme, money
against the rates in force, account and bank, payee, repetitions. It prints one JSON: seconds from the bytes in memory
to checked rows, how many rows came to which outcome, and how often each remark was made.
"""

import io
import json
import re
import resource
import sys
import time
import unicodedata
from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from typing import Optional

import pandas
from pydantic import BaseModel, ValidationInfo, field_validator, model_validator

ERRORS = {
    "name-missing", "name-damaged", "birth-date-unreadable", "birth-date-impossible", "id-missing", "id-damaged",
    "id-unreadable", "id-old-card", "id-impossible", "id-contradicts-sex", "id-contradicts-birth-year",
    "programme-unknown", "programme-unreadable", "amount-missing", "amount-unreadable", "amount-not-positive",
    "account-damaged", "account-unreadable", "remark-says-ended",
}  # fmt: skip
PROVINCES = set(
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096".split()
)
TWO_ZEROS = {"001", "002", "004", "006", "008"}
BANKS = [
    ("970400", "account", ["saigonbank", "sai gon cong thuong"]),
    ("970440", "account", ["seabank", "dong nam a"]),
    ("970405", "account", ["agribank", "nong nghiep", "nhnn", "vbard"]),
    ("970418", "account", ["bidv", "dau tu va phat trien", "dau tu phat trien"]),
    ("970415", "account", ["vietinbank", "vietin", "cong thuong"]),
    ("970436", "account", ["vietcombank", "vcb", "ngoai thuong"]),
    ("970422", "account", ["mb", "mbbank", "quan doi"]),
    ("970407", "account", ["techcombank", "tcb", "ky thuong"]),
    ("970449", "account", ["lpbank", "lienvietpostbank", "lien viet", "loc phat"]),
    ("970403", "account", ["sacombank", "sai gon thuong tin"]),
    ("970416", "account", ["acb", "a chau"]),
    ("970432", "account", ["vpbank", "vpb", "thinh vuong"]),
    ("971025", "wallet", ["momo"]),
    (None, "mobile-money", ["viettel", "viettelpay", "vnpt", "mobifone", "mobile money", "tien di dong"]),
]
MERIT = [
    (r"^con de\b|^con cua nguoi hd", "ncc-9"),
    (r"\bnguoi phuc vu\b|^phuc vu\b", "ncc-12"),
    (r"than nhan|\btuat|tho cung|(vo|chong|cha|me|bo|con) (cua )?liet (si|sy)", "ncc-11"),
    (r"truoc (ngay )?0?1 0?1 1945|lao thanh cach mang", "ncc-1"),
    (r"tien khoi nghia|khoi nghia thang (tam|8)", "ncc-2"),
    (r"ba me (viet nam|vn)|\bbm ?vn ?ah\b", "ncc-3"),
    (r"anh hung (luc luong|llvt|lao dong|ld)", "ncc-4"),
    (r"benh binh", "ncc-6"),
    (r"thuong binh", "ncc-5"),
    (r"giup do cach mang|(co cong|ncc) giup do", "ncc-7"),
    (r"chat doc hoa hoc|\bcdhh\b|da cam", "ncc-8"),
    (r"(bi )?dich bat|tu day", "ncc-10"),
]
PROGRAMMES = [
    (r"huu tri xa hoi|\bhtxh\b", "HTXH"),
    (r"that nghiep|doi tuong khac|dot xuat|\bkhac$", "KHAC"),
    (r"luong huu|bao hiem xa hoi|\bbhxh\b|mat suc lao dong", "BHXH"),
    (r"bao tro|\bbtxh\b|tro giup xa hoi|tro cap xa hoi", "BTXH"),
    (r"nguoi co cong|\bncc\b|uu dai", "NCC"),
]
ASSISTANCE = r"khuyet tat|\bnkt\b|cao tuoi|mo coi|don than|\bhiv\b|tam than|nuoi duong|cham soc"
ENDED = re.compile(r"\b(chet|da mat|tu tran|cat che do|thoi huong|chuyen di)\b")
DAMAGE = re.compile(r"[\ufffd?¡-¿×÷ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñöøûüþÿ]|[ae][âàáãêéè]|[AE][ÂÀÁÃÊÉÈ]|oâ|OÂ")
MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}")
INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
SEPARATORS = re.compile(r"[\s'’‘`\".,\-_=\u200b-\u200d\u2060\ufeff]")
SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+)?[Ee][+-]?\d+")
DAY_FIRST = re.compile(r"'?(\d{1,2})\s*[/.\-\\ ]\s*(\d{1,2})\s*[/.\-\\ ]\s*(\d{4})(?: 0?0:00(?::00)?)?")
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
MONTH_FIRST = re.compile(r"'?(\d{1,2})\s*[/.-]\s*(\d{4})")
CURRENCY = re.compile(r"(vnđ|vnd|đồng|dong|đ|₫)\.?$", re.I)
GROUPED = [re.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,0{1,2})?"), re.compile(r"(\d{1,3}(?:,\d{3})+)(?:\.0{1,2})?")]

HEADERS = {
    "name": {"ho va ten", "ho ten doi tuong"}, "birth": {"ngay sinh"}, "birthMale": {"nam"}, "birthFemale": {"nu"},
    "sex": {"gioi tinh"}, "id": {"so cccd", "so cccd cmnd"}, "village": {"thon"}, "programme": {"che do"},
    "category": {"loai doi tuong", "doi tuong huong"}, "decision": {"so quyet dinh"},
    "amount": {"so tien", "muc huong"}, "arrears": {"truy linh"}, "account": {"so tai khoan", "so tk"},
    "bank": {"ngan hang"}, "payee": {"nguoi nhan thay"}, "role": {"quan he"}, "remark": {"ghi chu"},
}  # fmt: skip


@lru_cache(maxsize=100_000)
def folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", " ", plain.lower().replace("đ", "d")).strip()


def tidy(text: str) -> str:
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


@lru_cache(maxsize=100_000)
def programme_in(text: str) -> tuple[Optional[str], Optional[str]]:
    words = re.sub(r" (khong|chua) (co|huong|duoc) (luong|che do|tro cap|bao hiem|bhxh|huu).*", "", folded(text))
    if not words:
        return None, None
    named = {programme for pattern, programme in PROGRAMMES if re.search(pattern, words)}
    if len(named) > 1:
        return None, None
    category = next((name for pattern, name in MERIT if re.search(pattern, words)), None)
    if named:
        only = named.pop()
        return only, category if only == "NCC" else None
    if category:
        return "NCC", category
    return ("BTXH", None) if re.search(ASSISTANCE, words) else (None, None)


@lru_cache(maxsize=100_000)
def bank_in(text: str) -> Optional[tuple[Optional[str], str]]:
    name = f" {folded(text)} "
    code = re.search(r" (97\d{4}) ", name)
    if code:
        return code[1], "account"
    return next(((bin, kind) for bin, kind, names in BANKS if any(f" {one} " in name for one in names)), None)


def date_in(text: str) -> Optional[str]:
    """YYYY-MM-DD, YYYY-MM or YYYY, as far as the cell gives it."""
    if re.fullmatch(r"\d{4}", text):
        return text if 1880 <= int(text) <= 2100 else None
    iso = ISO.fullmatch(text)
    day = DAY_FIRST.fullmatch(text)
    month = MONTH_FIRST.fullmatch(text)
    parts = iso.groups() if iso else day.groups()[::-1] if day else (*month.groups()[::-1], "0") if month else None
    if parts is None:
        if re.fullmatch(r"\d{5}", text):
            return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat()
        return None
    y, m, d = (int(part) for part in parts)
    if not 1880 <= y <= 2100 or m > 12 or (m == 0 and d > 0):
        return None
    if m == 0:
        return f"{y:04}"
    if d == 0:
        return f"{y:04}-{m:02}"
    try:
        return date(y, m, d).isoformat()
    except ValueError:
        return None


def money_in(text: str) -> tuple[str, int]:
    bare = CURRENCY.sub("", re.sub(r"\s", "", text))
    if bare in ("", "-", "–"):
        return "missing", 0
    if re.fullmatch(r"\d+(\.0+)?", bare):
        return "amount", int(bare.split(".")[0])
    if re.fullmatch(r"\(.+\)|[-–].+", bare):
        return "negative", 0
    for pattern in GROUPED:
        found = pattern.fullmatch(bare)
        if found:
            return "amount", int(re.sub(r"[.,]", "", found[1]))
    return "unreadable", 0


class Checking:
    """What the checks of one row are given, and the remarks they make."""

    def __init__(self, rules: dict, programme: Optional[str]):
        self.rules = rules
        self.programme = programme
        self.notes: list[str] = []


class Row(BaseModel):
    """A row of a list; what is not readable is None, with a remark."""

    name: Optional[str] = None
    birth: Optional[str] = None
    birthMale: Optional[str] = None
    birthFemale: Optional[str] = None
    sex: Optional[str] = None
    id: Optional[str] = None
    programme: Optional[str] = None
    category: Optional[str] = None
    amount: Optional[int] = None
    arrears: Optional[int] = None
    account: Optional[str] = None
    bank: Optional[str] = None
    channel: Optional[str] = None
    payee: Optional[str] = None
    payeeId: Optional[str] = None
    role: Optional[str] = None
    village: Optional[str] = None
    decision: Optional[str] = None
    remark: Optional[str] = None

    @field_validator("*", mode="before")
    @classmethod
    def tidied(cls, value):
        return tidy(value) or None if isinstance(value, str) else value

    @field_validator("name")
    @classmethod
    def name_is_whole(cls, value, info: ValidationInfo):
        if value is None or not any(letter.isalpha() for letter in value):
            info.context.notes.append("name-missing")
            return None
        if DAMAGE.search(value):
            info.context.notes.append("name-damaged")
        return value

    @field_validator("id")
    @classmethod
    def id_is_one(cls, value, info: ValidationInfo):
        return read_id(value, info.context, "id-missing", info.context.notes)

    @field_validator("payeeId")
    @classmethod
    def payee_id_is_one(cls, value, info: ValidationInfo):
        if value is None:
            return None
        notes: list[str] = []
        read = read_id(value, info.context, "", notes)
        if read is None:
            info.context.notes.append("payee-id-unreadable")
        info.context.notes.extend(note for note in notes if note in ("id-zeros-restored", "id-cleaned"))
        return read

    @field_validator("sex")
    @classmethod
    def sex_is_known(cls, value, info: ValidationInfo):
        if value is None:
            return None
        read = {"nam": "male", "m": "male", "nu": "female", "f": "female"}.get(folded(value))
        if read is None:
            info.context.notes.append("sex-unreadable")
        return read

    @field_validator("amount", mode="before")
    @classmethod
    def amount_is_money(cls, value, info: ValidationInfo):
        kind, amount = money_in(value or "")
        if kind == "amount" and amount > 0:
            return amount
        info.context.notes.append("amount-not-positive" if kind in ("amount", "negative") else f"amount-{kind}")
        return 0 if kind == "amount" else None

    @field_validator("arrears", mode="before")
    @classmethod
    def arrears_are_money(cls, value, info: ValidationInfo):
        kind, amount = money_in(value or "")
        if kind in ("unreadable", "negative"):
            info.context.notes.append("arrears-unreadable")
        return amount if kind == "amount" else None

    @model_validator(mode="after")
    def fits_together(self, info: ValidationInfo):
        checking: Checking = info.context
        notes = checking.notes
        self.read_birth(checking)
        if self.id is not None:
            if self.sex is not None and ("male", "female")[int(self.id[3]) % 2] != self.sex:
                notes.append("id-contradicts-sex")
            if self.birth is not None and birth_year_of(self.id) != int(self.birth[:4]):
                notes.append("id-contradicts-birth-year")
        self.read_programme(checking)
        if self.amount and self.programme is not None:
            rates = [rate for rate in checking.rules["rates"] if rate["programme"] == self.programme]
            if rates and not any(self.amount in rate["lawful"] for rate in rates):
                notes.append("amount-differs-from-rate")
        self.read_account(checking)
        if self.payee is not None and self.name is not None and self.payee.lower() == self.name.lower():
            self.payee = None
        words = folded(self.role or "")
        self.role = "guardian" if "giam ho" in words else "authorised" if "uy quyen" in words else None
        if self.remark is not None and ENDED.search(folded(self.remark)):
            notes.append("remark-says-ended")
        return self

    def read_birth(self, checking: Checking):
        notes = checking.notes
        if self.birth is None and (self.birthMale is None) != (self.birthFemale is None):
            self.sex = self.sex or ("male" if self.birthMale is not None else "female")
            self.birth = self.birthMale or self.birthFemale
        if self.birth is None:
            notes.append("birth-date-missing")
            return
        read = date_in(self.birth)
        if read is None:
            notes.append("birth-date-unreadable")
        elif read > f"{checking.rules['period']}-31" or int(read[:4]) < int(checking.rules["period"][:4]) - 125:
            notes.append("birth-date-impossible")
            read = None
        elif len(read) == 4:
            notes.append("birth-year-only")
        elif len(read) == 7:
            notes.append("birth-month-only")
        self.birth = read

    def read_programme(self, checking: Checking):
        own, own_category = programme_in(self.programme) if self.programme else (None, None)
        by_category, category = programme_in(self.category) if self.category else (None, None)
        if self.programme and own is None and by_category is None:
            checking.notes.append("programme-unreadable")
            self.programme = None
            return
        self.programme = own or by_category or checking.programme
        if self.programme is None:
            checking.notes.append("programme-unknown")
        self.category = own_category or (category if by_category == self.programme else None)

    def read_account(self, checking: Checking):
        notes = checking.notes
        named = bank_in(self.bank) if self.bank else None
        if self.account is None:
            self.channel = "cash"
            notes.append("no-account-cash" if checking.rules["cashIsAllowed"] else "cash-ended")
            self.bank = named[0] if named else None
            return
        digits = re.sub(r"[\s.\-_'’]", "", self.account)
        if SCIENTIFIC.fullmatch(self.account) or not digits.isdigit():
            notes.append("account-damaged" if SCIENTIFIC.fullmatch(self.account) else "account-unreadable")
            self.account = None
            return
        if digits != self.account:
            notes.append("account-cleaned")
        self.account = digits
        self.channel = named[1] if named else "account"
        if self.channel != "account" and not MOBILE.fullmatch(digits):
            notes.append("account-unreadable")
        if self.bank and named is None:
            notes.append("bank-unknown")
        elif not self.bank:
            notes.append("bank-missing")
        self.bank = named[0] if named else None


def birth_year_of(id: str) -> int:
    return 1900 + int(id[3]) // 2 * 100 + int(id[4:6])


def read_id(text: Optional[str], checking: Checking, missing: str, notes: list[str]) -> Optional[str]:
    if text is None or not any(letter.isdigit() for letter in text):
        notes.append(missing)
        return None
    if SCIENTIFIC.fullmatch(text):
        notes.append("id-damaged")
        return None
    digits = SEPARATORS.sub("", re.sub(r"^(\d+)\.00?$", r"\1", text))
    if not digits.isdigit():
        notes.append("id-unreadable")
        return None
    if len(digits) in (8, 9):
        notes.append("id-old-card")
        return None
    whole = digits
    if len(digits) == 11 and f"0{digits[:2]}" in PROVINCES:
        whole = f"0{digits}"
    elif len(digits) == 10 and f"00{digits[:1]}" in TWO_ZEROS:
        whole = f"00{digits}"
    if len(whole) != 12:
        notes.append("id-unreadable")
        return None
    if len(set(whole)) == 1 or birth_year_of(whole) > int(checking.rules["period"][:4]):
        notes.append("id-impossible")
        return None
    if whole != digits:
        notes.append("id-zeros-restored")
    elif whole != text:
        notes.append("id-cleaned")
    if whole[:3] not in PROVINCES:
        notes.append("id-unknown-province")
    return whole


def read_frame(data: bytes, kind: str) -> pandas.DataFrame:
    options = {"header": None, "dtype": str, "na_filter": False}
    if kind == "xlsx":
        return pandas.read_excel(io.BytesIO(data), **options)
    return pandas.read_csv(io.BytesIO(data), sep=";", encoding="utf-8-sig", names=range(15), **options)


def columns_of(frame: pandas.DataFrame) -> tuple[int, dict[int, str]]:
    """The first row under the header, and the field of each column; a header may take two rows."""
    for at in range(min(40, len(frame))):
        if not any(folded(text) in HEADERS["name"] for text in frame.iloc[at]):
            continue
        fields = {}
        payees = False
        for column in range(frame.shape[1]):
            lower = frame.iat[at + 1, column] if at + 1 < len(frame) else ""
            payees = payees or "nguoi giam ho" in folded(frame.iat[at, column])
            for text in (frame.iat[at, column], lower):
                field = next((name for name, words in HEADERS.items() if folded(text) in words), None)
                # Under the payee's heading stand a name and an id of the payee's own.
                if payees and field in ("name", "id"):
                    field = {"name": "payee", "id": "payeeId"}[field]
                if field is not None:
                    fields.setdefault(column, field)
        return at + (2 if "birthMale" in fields.values() else 1), fields
    raise SystemExit("There is no header")


def check(data: bytes, kind: str, rules: dict) -> tuple[Counter, Counter]:
    frame = read_frame(data, kind)
    start, fields = columns_of(frame)
    names = [fields.get(column, f"column{column}") for column in range(frame.shape[1])]
    body = frame.iloc[start:]
    body.columns = names
    outcomes: Counter = Counter()
    remarks: Counter = Counter()
    seen: dict = {}
    programme = None
    for record in body.to_dict("records"):
        ordinal = record[names[0]]
        if not ordinal.isdigit() or not (record["name"] or record["id"]):
            # A group row names the programme of the people below it.
            programme = programme_in(ordinal)[0] or programme if re.match(r"[IVX]+\.", ordinal) else programme
            continue
        checking = Checking(rules, programme)
        row = Row.model_validate(record, context=checking)
        outcome = "held" if ERRORS.intersection(checking.notes) else "accepted"
        key = (row.id, row.programme) if row.id else (row.programme, *list(record.values())[1:])
        who = (folded(row.name or ""), (row.birth or "")[:4])
        before = seen.setdefault(key, who)
        if before is not who:
            same = row.id is None or before == who
            checking.notes.append("repeated-row" if same else "id-shared")
            outcome = "rejected" if same else "held"
        outcomes[outcome] += 1
        remarks.update(checking.notes)
    return outcomes, remarks


def main() -> None:
    path, rules_path = sys.argv[1:3]
    with open(rules_path, encoding="utf-8") as file:
        rules = json.load(file)
    for rate in rules["rates"]:
        rate["lawful"] = set(rate["lawful"])
    with open(path, "rb") as file:
        data = file.read()
    began = time.perf_counter()
    outcomes, remarks = check(data, path.rsplit(".", 1)[-1], rules)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {
        "seconds": seconds,
        "count": sum(outcomes.values()),
        "peakMemoryMiB": peak,
        "outcomes": outcomes,
        "remarks": remarks,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
