import fc from 'fast-check'
import { type Bundle, serialize } from '../../../src/state-proof/bundle'
import { BUNDLES } from './bundles'

type Edit = (bundle: Bundle & Record<string, unknown>) => void

const TEXTS = Object.values(BUNDLES)
const byte = fc.nat(255)
const digits = fc.constantFrom(...'0123456789abcdef')
const digit = (text: string, at: number, to: string) => text.slice(0, at) + to + text.slice(at + 1)

/** Any character of the text is another one. */
const oneCharacter = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.nat(),
    fc.oneof(
      digits,
      byte.map((n) => String.fromCharCode(n)),
    ),
  )
  .map(([text, at, to]) => digit(text, at % text.length, to))

/** The text ends early, or something stands behind or in it. */
const cut = fc
  .tuple(fc.constantFrom(...TEXTS), fc.nat(), fc.nat(40), fc.constantFrom('', ' ', '0', '"', '}'))
  .map(([text, at, count, put]) => {
    const place = at % (text.length + 1)
    return text.slice(0, place) + put + text.slice(place + count)
  })

const other = fc.constantFrom(...TEXTS).map((text) => JSON.parse(text) as Bundle)

/** Changes after which the bundle is written as bundles are. */
const edits: fc.Arbitrary<Edit> = fc.oneof(
  other.map(
    (one): Edit =>
      (bundle) =>
        Object.assign(bundle, { header: one.header }),
  ),
  other.map(
    (one): Edit =>
      (bundle) =>
        Object.assign(bundle, { contracts: one.contracts }),
  ),
  other.map(
    (one): Edit =>
      (bundle) =>
        Object.assign(bundle, { nodes: one.nodes }),
  ),
  other.map(
    (one): Edit =>
      (bundle) =>
        Object.assign(bundle, { figure: one.figure }),
  ),
  other.map(
    ({ figure }): Edit =>
      (bundle) => {
        bundle.figure.value = figure.value
      },
  ),
  other.map(
    ({ figure }): Edit =>
      (bundle) => {
        bundle.figure.arguments = figure.arguments
      },
  ),
  fc.tuple(other, fc.nat()).map(
    ([one, at]): Edit =>
      (bundle) => {
        bundle.nodes = [...bundle.nodes, one.nodes[at % one.nodes.length]!]
      },
  ),
  fc.nat().map(
    (at): Edit =>
      (bundle) => {
        bundle.nodes = bundle.nodes.filter((_, i) => i !== at % bundle.nodes.length)
      },
  ),
  fc.nat().map(
    (at): Edit =>
      (bundle) => {
        const [first, ...rest] = bundle.nodes.slice(at % bundle.nodes.length)
        bundle.nodes = [...bundle.nodes.slice(0, at % bundle.nodes.length), ...rest, first!]
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), digits).map(
    ([at, place, to]): Edit =>
      (bundle) => {
        bundle.nodes = bundle.nodes.map((node, i) =>
          i === at % bundle.nodes.length ? digit(node, 2 + (place % (node.length - 2)), to) : node,
        )
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), digits).map(
    ([at, place, to]): Edit =>
      ({ contracts }) => {
        const contract = contracts[at % contracts.length]!
        contract.implementation = digit(contract.implementation, 2 + (place % 40), to)
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), digits).map(
    ([at, place, to]): Edit =>
      ({ contracts }) => {
        const slots = contracts.flatMap((one) => one.slots)
        const slot = slots[at % slots.length]!
        slot.word = digit(slot.word, 2 + (place % 64), to)
      },
  ),
  fc.tuple(fc.nat(), fc.nat(), digits).map(
    ([at, place, to]): Edit =>
      ({ figure }) => {
        const [key, value] = Object.entries(figure.arguments)[
          at % Object.keys(figure.arguments).length
        ]!
        if (typeof value !== 'string') return
        figure.arguments = {
          ...figure.arguments,
          [key]: digit(value, 2 + (place % (value.length - 2)), to),
        }
      },
  ),
  fc.integer().map(
    (by): Edit =>
      ({ block }) => {
        block.number += by
      },
  ),
  fc.constantFrom(1, 0, -1, 1e308, null, '31337').map(
    (chainId): Edit =>
      (bundle) => {
        Object.assign(bundle, { chainId })
      },
  ),
  fc.constantFrom('mainnet', 'both-a', '__proto__', '').map(
    (deployment): Edit =>
      (bundle) => {
        bundle.deployment = deployment
      },
  ),
  fc.constantFrom('nodes', 'header', 'figure', 'block', 'contracts', 'format').map((key): Edit => {
    return (bundle) => {
      delete bundle[key]
    }
  }),
  fc.constantFrom('more', '__proto__', 'constructor', 'toJSON').map(
    (key): Edit =>
      (bundle) => {
        Object.defineProperty(bundle, key, { value: { x: 1 }, enumerable: true })
      },
  ),
  // Absurd sizes.
  fc.constantFrom(2_000, 100_000).map(
    (count): Edit =>
      (bundle) => {
        bundle.nodes = [`0x${'ff'.repeat(count)}`, ...bundle.nodes]
      },
  ),
  fc.constantFrom(1_000, 50_000).map(
    (count): Edit =>
      (bundle) => {
        bundle.header = `0x${'f8'.repeat(count)}`
      },
  ),
  fc.constantFrom('members', 'toString', 'constructor', '__proto__').map(
    (name): Edit =>
      ({ figure }) => {
        figure.name = name
      },
  ),
)

const edited = fc
  .tuple(fc.constantFrom(...TEXTS), fc.array(edits, { minLength: 1, maxLength: 3 }))
  .map(([text, changes]) => {
    const bundle = JSON.parse(text)
    try {
      for (const change of changes) change(bundle)
    } catch {
      // A second change to something that the first took away.
    }
    return serialize(bundle)
  })

/** Texts that are no bundle of a node, or the same as one where a change changed nothing. */
export const mutatedBundles: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: oneCharacter },
  { weight: 1, arbitrary: cut },
  { weight: 3, arbitrary: edited },
)
