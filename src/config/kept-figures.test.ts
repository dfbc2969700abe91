import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readKeptFigures } from './kept-figures'

function read(text: string) {
  const file = join(mkdtempSync(join(tmpdir(), 'linchpin-kept-')), 'figures.json')
  writeFileSync(file, text)
  return readKeptFigures(file)
}

test('the example of docs/proof.md is read', () => {
  const [, example] = /```json\n([\s\S]+?)```/.exec(readFileSync('docs/proof.md', 'utf8'))!
  const { everyBlocks, figures } = read(example!)
  expect(everyBlocks).toBe(7200)
  expect(figures.map(({ figure }) => figure)).toEqual(['operatorShares', 'slashableStake'])
})

test.each([
  ['no JSON', '{', /JSON/],
  ['no figures', '{"everyBlocks": 1, "folder": "x", "figures": []}', /figures: /],
  [
    'no interval',
    '{"everyBlocks": 0, "folder": "x", "figures": [{"figure": "x"}]}',
    /everyBlocks: /,
  ],
  ['another key', '{"every": 1}', /every/],
])('a file with %s is refused, and the message says where', (_, text, problem) => {
  expect(() => read(text)).toThrow(problem)
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'LP1010' }))
})
