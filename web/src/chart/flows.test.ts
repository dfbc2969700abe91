import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Flow, layOut, OTHERS } from './flows'

const names = ['a', 'b', 'c', 'd', 'e']
const flowsArbitrary = fc.array(
  fc.record({
    from: fc.constantFrom(...names),
    to: fc.constantFrom(...names),
    amount: fc.integer({ min: 1, max: 1000 }).map(String),
  }),
  { maxLength: 25 },
)
const sum = (list: readonly { amount: string }[]) =>
  list.reduce((all, one) => all + Number(one.amount), 0)

test('nothing is lost: both sides and the bands have the same total', () => {
  fc.assert(
    fc.property(flowsArbitrary, fc.integer({ min: 1, max: 4 }), (flows, most) => {
      const { left, right, bands } = layOut(flows, most, 400)
      for (const list of [left, right, bands]) expect(sum(list)).toBe(sum(flows))
      expect(left.length).toBeLessThanOrEqual(most + 1)
      for (const node of left) {
        const own = bands.filter(({ from }) => from === node.id)
        expect(own.reduce((all, { height }) => all + height, 0)).toBeCloseTo(node.height, 6)
      }
      const end = Math.max(0, ...[...left, ...right].map(({ y, height }) => y + height))
      expect(end).toBeLessThanOrEqual(400.001)
    }),
  )
})

test('the largest are above, the others last', () => {
  const flows: Flow[] = [
    { from: 'small', to: 'x', amount: '1' },
    { from: 'large', to: 'x', amount: '5' },
    { from: 'rest', to: 'x', amount: '1' },
    { from: OTHERS, to: 'x', amount: '100' },
  ]
  expect(layOut(flows, 1, 100).left.map(({ id }) => id)).toEqual(['large', OTHERS])
})
