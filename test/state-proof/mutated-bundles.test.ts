import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { STORAGE } from '../../src/protocols/storage'
import { assemble, serialize } from '../../src/state-proof/bundle'
import { UnknownLayout } from '../../src/state-proof/compute'
import { ProofRefused } from '../../src/state-proof/refused'
import { verifyBundle } from '../../src/state-proof/verify'
import { withKnown } from '../../src/state-proof/with-known'
import { IS_LONG } from '../long.mjs'
import { BUNDLES } from '../support/proof/bundles'
import { mutatedBundles } from '../support/proof/mutations'

const RUNS = IS_LONG ? 10_000 : 500
const genuine = new Set(Object.values(BUNDLES))
const cases = Object.entries(BUNDLES)

describe('a bundle of a real node', () => {
  const validate = new Ajv2020().compile(JSON.parse(readFileSync('docs/proof.schema.json', 'utf8')))

  test.each(cases)(
    'of %s is accepted, for its block only, and satisfies the schema',
    (name, text) => {
      const { bundle, assumed } = verifyBundle(text, STORAGE)
      expect(bundle.figure.name).toBe(name)
      expect(assumed.length).toBe(1 + bundle.contracts.length)
      expect(verifyBundle(text, STORAGE, bundle.block.hash).bundle).toEqual(bundle)
      expect(() => verifyBundle(text, STORAGE, `0x${'0'.repeat(64)}`)).toThrow(ProofRefused)
      expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true)
    },
  )

  test('is refused where the layout of an implementation is unknown, unless the user answers for it', () => {
    const deployments = STORAGE.deployments.map((one) => ({ ...one, implementations: {} }))
    const ignorant = { ...STORAGE, deployments }
    for (const [, text] of cases) {
      expect(() => verifyBundle(text, ignorant)).toThrow(UnknownLayout)
      const { contracts } = verifyBundle(text, STORAGE).bundle
      const layouts = Object.fromEntries(
        contracts.map(({ implementation, layout }) => [implementation, layout]),
      )
      expect(verifyBundle(text, withKnown(ignorant, { layouts })).bundle.contracts).toEqual(
        contracts,
      )
    }
    expect(() => withKnown(STORAGE, { layouts: { '0x': 'eigenlayer-v9' } })).toThrow('no layout')
  })

  test('that says something else about the same storage is refused, and cannot be made', () => {
    for (const [, text] of cases) {
      const { chainId, deployment, header, nodes, figure } = verifyBundle(text, STORAGE).bundle
      const evidence = { chainId, deployment, header, nodes, arguments: figure.arguments }
      const again = assemble(STORAGE, { ...evidence, figure: figure.name })
      expect(serialize(again)).toBe(text)
      // Nodes that are not needed are left out, wherever they stand.
      const more = [...nodes].reverse().concat(['0xc0'])
      expect(serialize(assemble(STORAGE, { ...evidence, nodes: more, figure: figure.name }))).toBe(
        text,
      )
    }
  })
})

test(`${RUNS} mutated bundles are refused, all of them, and say why`, { retry: 0 }, () => {
  let refused = 0
  fc.assert(
    fc.property(mutatedBundles, (text) => {
      fc.pre(!genuine.has(text))
      let reason: unknown
      try {
        verifyBundle(text, STORAGE)
      } catch (error) {
        reason = error
      }
      expect(reason).toBeInstanceOf(ProofRefused)
      refused++
    }),
    { numRuns: RUNS },
  )
  console.log(`${refused} mutated bundles refused`)
  expect(refused).toBe(RUNS)
})
