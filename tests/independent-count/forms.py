#!/usr/bin/env python3
"""Counts every cell of Forms 1 and 2 once more, from what a month published, and compares it with the forms.

    python3 forms.py FOLDER [units.csv]

FOLDER as a demo leaves it: receipts/{unit}/*.json (with values), payments.csv, reports/{unit}/form-1.json and form-2.json.
units.csv (code,name,level,parent,…) tells what lies below a unit; without it every unit that sent no list has all below.
Only for a first month, as the demo's: everybody is new on the roll, and nothing was paid since 1 January before it.

Nothing but Python's standard library and nothing of the pipeline. On stdout: what was compared, and every cell that
differs. Exit 1 when there is one.
"""
import csv
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

GROUPS = {'BTXH': 'BTXH', 'HTXH': 'BTXH', 'NCC': 'NCC', 'BHXH': 'KHAC', 'KHAC': 'KHAC', None: 'KHAC'}
COLUMNS = {'BTXH': ('5', '6'), 'NCC': ('7', '8'), 'KHAC': ('9', '10')}
MERIT = [f'ncc-{number}' for number in range(1, 13)] + ['unclassified']
DECISIONS = {'II.16': 'decision-142', 'II.17': 'decision-53', 'II.18': 'decision-62'}
MEASURES = ('people', 'reviewed', 'banked', 'paid', 'dong')
BY_ACCOUNT = {'account', 'wallet', 'mobile-money'}
USABLE_ID = re.compile(r'\d{12}')
# Rows that are on the list and not on the roll (ruling 2): the same programme counts where the claim stands; the dead.
OFF_THE_ROLL = {'claimed-elsewhere', 'decided-elsewhere', 'deceased'}


def places(programme, category):
    """Where a benefit counts: a column of Form 1, and a line of Form 2 for merit and for the three decisions."""
    group = GROUPS[programme]
    yield group
    if (category or '').startswith('decision-'):
        yield category
    elif group == 'NCC':
        yield category or 'unclassified'


def newest_receipts(folder):
    """The list that each unit stands by: its newest receipt."""
    for unit in sorted(path for path in folder.iterdir() if path.is_dir()):
        receipts = [json.loads(path.read_text('utf-8')) for path in unit.glob('*.json')]
        current = [one for one in receipts if one['submission'].get('standing', 'current') == 'current' and 'totals' in one]
        if current:
            yield unit.name, max(current, key=lambda one: (one['submission']['receivedAt'], one['submission'].get('version', 1)))


def counted_units(folder):
    """Per unit that sent a list: place -> measure -> people (a set) or đồng."""
    units, categories = {}, {}
    for unit, receipt in newest_receipts(folder / 'receipts'):
        counts = defaultdict(lambda: {'people': set(), 'reviewed': set(), 'banked': set(), 'paid': set(), 'dong': 0})
        for number, row in enumerate(receipt['rows']):
            values, codes = row['values'], {note['code'] for note in row['notes']}
            usable = USABLE_ID.fullmatch(values['personalId'] or '')
            person = values['personalId'] if usable else f'row {number}'
            if row['outcome'] != 'rejected':
                categories[unit, person, values['programme']] = values['category']
            if row['outcome'] == 'rejected' or codes & OFF_THE_ROLL:
                continue
            for place in places(values['programme'], values['category']):
                counts[place]['people'].add(person)
                if usable:
                    counts[place]['reviewed'].add(person)
                if values['accountNumber']:
                    counts[place]['banked'].add(person)
        units[unit] = counts
    with (folder / 'payments.csv').open(encoding='utf-8-sig', newline='') as file:
        for line in csv.DictReader(file):
            if line['state'] != 'paid' or line['channel'] not in BY_ACCOUNT:
                continue
            key = line['unit'], line['person'], line['programme']
            for place in places(line['programme'], categories.get(key)):
                units[line['unit']][place]['paid'].add(line['person'])
                units[line['unit']][place]['dong'] += int(line['amount'])
    return {unit: numbers_of(counts) for unit, counts in units.items()}


def numbers_of(counts):
    size = lambda value: value if isinstance(value, int) else len(value)
    return {(place, measure): size(counts[place][measure]) for place in list(counts) for measure in MEASURES}


def form_1(count):
    """Row -> column -> figure, of Form 1."""
    def cells(measure, groups=COLUMNS, shown=lambda number: number):
        found = {'4': shown(sum(count(group, measure) for group in groups))}
        for group in groups:
            found.update({column: shown(count(group, measure)) for column in COLUMNS[group]})
        return found

    return {
        'I': cells('people'),
        'I.1': cells('people', ['BTXH']),
        'I.2': cells('people', ['NCC']),
        'I.3': cells('people', ['KHAC']),
        'II': {},
        'II.1': cells('reviewed'),
        'II.2': cells('banked'),
        'III': {},
        'III.1': cells('paid'),
        # Thousands, each cell rounded half up by itself (ruling 6).
        'III.2': cells('dong', shown=lambda dong: (dong + 500) // 1000),
    }


def form_2(count):
    """Row -> column -> figure, of Form 2."""
    def cells(lines):
        people, reviewed, banked, paid = (sum(count(line, measure) for line in lines) for measure in MEASURES[:4])
        return {
            'total.cumulative': people,
            'total.inPeriod': people,
            'reviewed': reviewed,
            'withAccount': banked,
            'paid.cumulative': paid,
            'paid.inPeriod': paid,
        }

    rows = {'I': cells(MERIT), 'II': cells(DECISIONS.values())}
    rows.update({f"I.{line.removeprefix('ncc-')}": cells([line]) for line in MERIT})
    rows.update({row: cells([line]) for row, line in DECISIONS.items()})
    return rows


def below(units_csv):
    """Unit -> the units directly below it."""
    children = defaultdict(list)
    if units_csv:
        with units_csv.open(encoding='utf-8-sig', newline='') as file:
            for line in csv.DictReader(file):
                if line.get('parent'):
                    children[line['parent']].append(line['code'])
    return children


def compare(folder, units_csv):
    own, children = counted_units(folder), below(units_csv)

    def senders(unit):
        return {unit} | {code for child in children[unit] for code in senders(child)}

    compared, differences = 0, []
    for unit in sorted(path.name for path in (folder / 'reports').iterdir() if (path / 'form-1.json').exists()):
        among = senders(unit) if units_csv or unit in own else set(own)
        count = lambda place, measure: sum(own[code].get((place, measure), 0) for code in own if code in among)
        for name, expected in (('form-1', form_1(count)), ('form-2', form_2(count))):
            form = json.loads((folder / 'reports' / unit / f'{name}.json').read_text('utf-8'))
            printed = {row['row']: row['cells'] for row in form['rows']}
            if printed.keys() != expected.keys():
                differences.append(f'{unit} {name}: rows {sorted(printed.keys() ^ expected.keys())}')
            for row in printed.keys() & expected.keys():
                for column in printed[row].keys() | expected[row].keys():
                    compared += 1
                    is_, should = printed[row].get(column), expected[row].get(column)
                    if is_ != should:
                        differences.append(f'{unit} {name} {row} column {column}: {is_}, counted {should}')
    return {'units': len(own), 'compared': compared, 'differences': sorted(differences)}


if __name__ == '__main__':
    found = compare(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)
    sys.exit(1 if found['differences'] else 0)
