// SPDX-License-Identifier: Apache-2.0
// An include never goes up: not a floor (core/README.md), nor within a large floor a folder (its own README),
// and a plugin includes of core its api/ alone.  The order is read from the READMEs' tables.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

function* sources(folder) {
  for (const name of readdirSync(join(root, folder))) {
    const path = `${folder}/${name}`;
    if (statSync(join(root, path)).isDirectory()) yield* sources(path);
    else if (/\.[ch]$/.test(name)) yield path;
  }
}
const includes = path => [...readFileSync(join(root, path), 'utf8').matchAll(/^#include "([^"]+)"/gm)].map(m => m[1]);
// Rows of the first table whose first column is so headed: [folder, last column].
function table(readme, head) {
  const lines = readFileSync(join(root, readme), 'utf8').split('\n');
  const rows = lines.slice(lines.findIndex(l => l.startsWith(`| ${head} |`)) + 2);
  return rows.slice(0, rows.findIndex(l => !l.startsWith('|'))).map(l => l.split('|').map(c => c.trim()).slice(1, -1))
    .filter(cells => cells[0].endsWith('/')).map(cells => [cells[0].slice(0, -1), cells.at(-1)]);
}

const below = new Map([['api', new Set()]]);
for (const [floor, on] of table('core/README.md', 'floor'))
  below.set(floor, new Set(on.split(', ').filter(f => below.has(f)).flatMap(f => [f, ...below.get(f)])));

test('no floor includes one that it does not stand on', () => {
  assert.deepEqual([...below.keys()], readdirSync(join(root, 'core'), { withFileTypes: true })
    .filter(e => e.isDirectory()).map(e => e.name).sort((a, b) => [...below.keys()].indexOf(a) - [...below.keys()].indexOf(b)));
  for (const floor of below.keys())
    for (const path of sources(`core/${floor}`))
      for (const to of includes(path).map(i => i.split('/')).filter(i => below.has(i[0])).map(i => i[0]))
        assert.ok(to === floor || below.get(floor).has(to), `${path} includes ${to}/, which ${floor}/ does not stand on`);
});

for (const floor of ['catalog', 'http', 'ingest']) {
  const order = table(`core/${floor}/README.md`, 'folder').map(row => row[0]);
  const place = header => order.indexOf(header.split('/').length === 3 ? header.split('/')[1] : '');
  // The folders that a header brings in: its own, and by way of the floor's own headers those that they include.
  function brings(header, seen = new Set()) {
    if (seen.has(header)) return [];
    seen.add(header);
    return place(header) >= 0 ? [header] :
      includes(`core/${header}`).filter(i => i.startsWith(`${floor}/`)).flatMap(i => brings(i, seen));
  }
  test(`in ${floor}/ no folder includes one that stands on it`, () => {
    assert.deepEqual([...order].sort(), readdirSync(join(root, 'core', floor), { withFileTypes: true })
      .filter(e => e.isDirectory()).map(e => e.name).sort());
    for (const path of [...sources(`core/${floor}`)].map(p => p.slice('core/'.length)).filter(p => place(p) >= 0))
      for (const header of includes(`core/${path}`).filter(i => i.startsWith(`${floor}/`)).flatMap(i => brings(i)))
        assert.ok(place(header) <= place(path), `${path} includes ${header}, which stands on it`);
  });
}

test('a plugin includes its own headers and of core api/ alone', () => {
  for (const { name } of readdirSync(join(root, 'plugins'), { withFileTypes: true }).filter(e => e.isDirectory())) {
    const own = new Set([...readdirSync(join(root, 'plugins', name)), ...readdirSync(join(root, 'core/api'))]);
    for (const path of sources(`plugins/${name}`))
      for (const header of includes(path)) assert.ok(own.has(header), `${path} includes ${header}`);
  }
});
