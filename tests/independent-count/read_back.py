#!/usr/bin/env python3
"""Reads the published files of a run back, and says whether they add up to its manifest.

    python3 read_back.py FOLDER      FOLDER as in the outbox: payouts/{period}/{run}/, with manifest.json in it

Nothing but Python's standard library and nothing of the pipeline: whoever does not trust the one language or the one
reader has another. On stdout: every instruction that was found, the sums, and every difference. Exit 1 when there is one.
"""
import csv
import hashlib
import io
import json
import re
import sys
import xml.etree.ElementTree as xml
import zipfile
from collections import Counter
from pathlib import Path

SHEET = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
REFERENCE = re.compile(r'[A-Z0-9]{16}')


def rows_of(data):
    """Every row of every sheet of a workbook: a dictionary from the column's letters to the text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        shared = []
        if 'xl/sharedStrings.xml' in names:
            items = xml.fromstring(package.read('xl/sharedStrings.xml')).iter(SHEET + 'si')
            shared = [''.join(text.text or '' for text in item.iter(SHEET + 't')) for item in items]
        for name in sorted(name for name in names if name.startswith('xl/worksheets/sheet')):
            yield [
                {re.match('[A-Z]+', cell.get('r')).group(): text_of(cell, shared) for cell in row.iter(SHEET + 'c')}
                for row in xml.fromstring(package.read(name)).iter(SHEET + 'row')
            ]


def text_of(cell, shared):
    value = cell.findtext(SHEET + 'v', '')
    if cell.get('t') == 's':
        return shared[int(value)]
    return ''.join(text.text or '' for text in cell.iter(SHEET + 't')) if cell.get('t') == 'inlineStr' else value


def from_workbook(data, wrong):
    """(reference, đồng, months carried, đồng besides this month's): a payroll workbook, or a post-office paying list."""
    for rows in rows_of(data):
        columns, money = {}, 0
        for number, row in enumerate(rows):
            if 'Mã tham chiếu' in row.values():
                # Two headers that share one above them stand a row lower, and a merged cell has its text once.
                below = rows[number + 1] if number + 1 < len(rows) else {}
                columns = {text: letters for letters, text in [*below.items(), *row.items()] if text}
            cell = lambda title: int(row.get(columns.get(title), '') or 0)
            reference = row.get(columns.get('Mã tham chiếu'), '')
            if REFERENCE.fullmatch(reference):
                total = cell('Tổng số tiền') if 'Tổng số tiền' in columns else cell('Số tiền')
                besides = cell('Số tiền') if 'Tổng số tiền' in columns else 0
                if 'Tổng số tiền' in columns and cell('Tiền trợ cấp tháng này') + besides != total:
                    wrong(f'{reference}: this month and before do not add up to the total')
                money += total
                yield reference, total, cell('Số tháng'), besides
            elif columns and any(text.startswith('Tổng cộng') for text in row.values()):
                printed = cell('Tổng số tiền') if 'Tổng số tiền' in columns else cell('Số tiền')
                if printed != money:
                    wrong(f'a sheet prints {printed} in its last line, and its lines add up to {money}')


def from_message(data, wrong):
    """pain.001: its transactions, and what its own header says of them."""
    root = xml.fromstring(data)
    space = root.tag[: root.tag.index('}') + 1]
    found = [
        (one.findtext(f'{space}PmtId/{space}EndToEndId'), int(one.findtext(f'{space}Amt/{space}InstdAmt')), 0, 0)
        for one in root.iter(space + 'CdtTrfTxInf')
    ]
    header = next(root.iter(space + 'GrpHdr'))
    told = int(header.findtext(space + 'NbOfTxs')), int(header.findtext(space + 'CtrlSum'))
    if told != (len(found), sum(money for _, money, *_ in found)):
        wrong(f'the header says {told}, the transactions are others')
    return found


def from_csv(data, _):
    rows = csv.DictReader(io.StringIO(data.decode('utf-8'), newline=''))
    return [(row['reference'], int(row['amount']), 0, 0) for row in rows]


READERS = {'.xlsx': from_workbook, '.xml': from_message, '.csv': from_csv}


def read_back(folder):
    manifest = json.loads((folder / 'manifest.json').read_text('utf-8'))
    differences, instructions, providers, files = [], [], {}, []
    for listed in manifest['files']:
        provider, name = listed['provider'], listed['key'].rsplit('/', 1)[-1]
        data = (folder / provider / name).read_bytes()
        found = list(READERS[Path(name).suffix](data, lambda what: differences.append(f'{name}: {what}')))
        told = {'count': listed['count'], 'controlSum': listed['controlSum'], 'sha256': listed['sha256']}
        read = {
            'count': len(found),
            'controlSum': sum(money for _, money, *_ in found),
            'sha256': hashlib.sha256(data).hexdigest(),
        }
        differences += [f'{name}: {key} {read[key]}, the manifest says {told[key]}' for key in told if read[key] != told[key]]
        people, money = providers.get(provider, (0, 0))
        providers[provider] = (people + read['count'], money + read['controlSum'])
        files.append({'provider': provider, 'name': name, **read})
        instructions += [
            {'reference': reference, 'money': money, 'months': months, 'besides': besides, 'provider': provider}
            for reference, money, months, besides in found
        ]

    def same(what, read, told):
        if read != told:
            differences.append(f'{what}: {read} in the files, {told} in the manifest')

    same('the run', (len(instructions), sum(one['money'] for one in instructions)), pair(manifest['instructed']))
    same('the programmes', total(manifest['byProgramme']), pair(manifest['instructed']))
    same('the providers', providers, {one['provider']: pair(one) for one in manifest['byProvider']})
    twice = [reference for reference, times in Counter(one['reference'] for one in instructions).items() if times > 1]
    same('instructed twice', twice, [])
    same('files in the folder', in_folder(folder), sorted(f"{one['provider']}/{one['name']}" for one in files))
    # Manifests of before there were transfer requests have none.
    requests = manifest.get('transferRequests', [])
    for request in requests:
        provider = request['provider']
        same(f'asked for {provider}', providers[provider][1] - request['fromBalance'], request['requested']['amount'])
        paper = (folder / 'funding' / f'{provider}.xlsx').read_bytes()
        texts = [text for rows in rows_of(paper) for row in rows for text in row.values()]
        for wanted in [str(request['requested']['amount']), *(one['sha256'] for one in files if one['provider'] == provider)]:
            if not any(wanted in text for text in texts):
                differences.append(f'the transfer request of {provider} does not say {wanted}')
    return {
        'run': manifest['run'],
        'files': files,
        'instructions': instructions,
        'requested': sum(one['requested']['amount'] for one in requests),
        'differences': differences,
    }


def pair(figures):
    return figures['people'], figures['amount']


def total(parts):
    return sum(one['people'] for one in parts), sum(one['amount'] for one in parts)


def in_folder(folder):
    found = (path.relative_to(folder).as_posix() for path in folder.glob('*/*'))
    signed = ('/manifest.json', '/manifest.json.sig')
    return sorted(name for name in found if not name.startswith('funding/') and not name.endswith(signed))


if __name__ == '__main__':
    found = read_back(Path(sys.argv[1]))
    json.dump(found, sys.stdout, ensure_ascii=False)
    sys.exit(1 if found['differences'] else 0)
