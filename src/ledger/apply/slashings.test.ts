import { expect, test } from 'vitest'
import type { FactOf } from '../../facts/facts'
import type { SlashingRow } from '../rows.generated'
import { LedgerState } from '../state'
import { apply, touches } from './index'

const set = { avs: `0x${'a1'.repeat(20)}`, setId: 1n }

/** Slash ids of slashings of one operator set, each in another block. */
function slashIdsOf(slashIds: FactOf<'slashed'>['slashId'][]) {
  const state = new LedgerState()
  const stored = slashIds.map((slashId, i) => {
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
  return { slashIds: stored, count: state.get('operatorSet', `${set.avs}/1`)!.slashCount }
}

// StrategyManager.BurnOrRedistributableSharesIncreased (v1.5) carries the slash id; BurnableSharesIncreased (v1.3) has none.
test('slash ids exist since v1.5: from the events of the slashing, else the last one plus one', () => {
  expect(slashIdsOf(['NONE', 'NONE', 1n, null, 3n])).toEqual({
    slashIds: [null, null, 1n, 2n, 3n],
    count: 3n,
  })
})
