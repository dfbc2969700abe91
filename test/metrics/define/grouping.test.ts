import { expect, test } from 'vitest'
import { groupingOf } from '../../../src/metrics/define/grouping'

const entity = { kind: 'entity', version: 'entity: toy@0', groupOf: new Map([['o', 'Acme']]) }
const labels = {
  names: new Map<string, string>(),
  groupings: new Map([['entity', entity]]),
  backedTokens: new Map(),
}

test('a grouping is found by its kind; none is requested, none is used', () => {
  expect(groupingOf(labels, 'entity')).toBe(entity)
  expect(groupingOf(labels, null)).toBeNull()
})

test('a kind that no label file has is refused, with those that there are', () => {
  const read = (name?: string) => () => groupingOf(labels, 'issuer', name)
  expect(read()).toThrow('grouping cannot be "issuer".')
  expect(read()).toThrow(expect.objectContaining({ hint: expect.stringContaining('entity') }))
  expect(read('shocks.group.grouping')).toThrow('shocks.group.grouping cannot be "issuer".')
})
