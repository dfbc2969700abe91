import { expect, test } from 'vitest'
import type { FactOf } from '../../facts/facts'
import type { SlashingRow } from '../rows'
import { LedgerState } from '../state'
import { apply, touches } from './index'

const set = { avs: `0x${'a1'.repeat(20)}`, setId: 1n }

/** Numbers that slashings of one set get, one after the other, each in a block of its own. */
function numbers(slashIds: FactOf<'slashed'>['slashId'][]) {
  const state = new LedgerState()
  const given = slashIds.map((slashId, i) => {
    const fact: FactOf<'slashed'> = {
      kind: 'slashed',
      operator: `0x${'b2'.repeat(20)}`,
      set,
      pools: [],
      slashId,
      description: '',
    }
    for (const { table, key } of touches(fact)) {
      if (!state.has({ table, key })) state.load(table, key, null)
    }
    const at = { block: i, timestamp: 0, transactionHash: '0x', transactionIndex: 0, logIndex: 0 }
    apply(state, { fact, at })
    const { appended } = state.endBlock(i)
    return (appended.find(({ table }) => table === 'slashing')!.row as SlashingRow).slashId
  })
  return { given, count: state.get('operatorSet', `${set.avs}/1`)!.slashCount }
}

// StrategyManager.BurnOrRedistributableSharesIncreased (v1.5) carries the number; BurnableSharesIncreased (v1.3) has none.
test('slashings are numbered since v1.5: by their own events, else one after the last', () => {
  expect(numbers(['NONE', 'NONE', 1n, null, 3n])).toEqual({
    given: [null, null, 1n, 2n, 3n],
    count: 3n,
  })
})
