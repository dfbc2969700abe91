import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import type { check as Check } from '../../web/src/proof/check'
import { BUNDLES } from '../support/proof/bundles'

const FILE = resolve('lib/verifier/linchpin-verifier.mjs')

test('the verifier is one file that imports nothing, and accepts and refuses as the command does', async () => {
  expect(existsSync(FILE)).toBe(true)
  expect(readFileSync(FILE, 'utf8')).not.toMatch(/^import |\bimport\(|require\(|process\.|https?:/m)
  const { check }: { check: typeof Check } = await import(pathToFileURL(FILE).href)
  for (const text of Object.values(BUNDLES)) {
    const { block } = JSON.parse(text)
    expect(check(text, block.hash)).toHaveProperty('verified.bundle.block', block)
    expect(check(text, `0x${'0'.repeat(64)}`)).toHaveProperty('refused')
    expect(check(text.replace('0x', '0X'), '')).toHaveProperty('refused')
  }
})
