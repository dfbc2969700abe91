import { beforeAll, expect, test } from 'vitest'
import {
  insert,
  insertRow,
  O1,
  Q,
  run,
  TOKEN_P,
  useToyNetwork,
} from '../../support/risk/toy-network'

useToyNetwork()

/** At this block all delegated stake is in pool P. */
const BLOCK = 40

// O1 has nothing in Q any more, but 5 shares on their way out, that can still be slashed.
beforeAll(async () => {
  const staker = `0x${'77'.repeat(20)}`
  await insert('protocol', 'EIGENLAYER', {
    name: 'EIGENLAYER',
    min_withdrawal_delay_blocks: 30,
    deallocation_delay_blocks: 20,
    burnable_native_shares: '0',
  })
  await insert('operator_stake', `${O1}-${Q}`, { operator_id: O1, pool_id: Q, shares: '0' })
  await insert(
    'withdrawal',
    'exit',
    {
      root: Buffer.alloc(32),
      staker_id: staker,
      operator_id: O1,
      withdrawer: Buffer.alloc(20),
      nonce: '0',
      status: 'QUEUED',
      start_block: 30,
      queued_at_block: 30,
    },
    30,
  )
  await insertRow('withdrawal_item', {
    id: 'exit-0',
    block: 30,
    position: 0,
    withdrawal_id: 'exit',
    pool_id: Q,
    scaled_shares: '5',
    shares_at_queue: '5',
  })
})

const meta = async (field: string, given: string, includeQueued: boolean) => {
  const { data, errors } = await run(
    `{ ${field}(${given}, includeQueued: ${includeQueued}, block: {number: ${BLOCK}}) { meta { coverage { pools isComplete unpriced { id } } } } }`,
  )
  expect(errors).toBeUndefined()
  return data[field].meta.coverage
}

test.each([
  ['leverage', 'scope: {}'],
  ['lossDistribution', 'faults: {probability: "0.5"}'],
  ['worstOperators', 'k: 1, search: 0'],
  [
    'simulate',
    `shocks: [{loss: {operator: "${O1}", fraction: "1"}}], pricing: {numeraire: ETH, sources: [ARGUMENTS], prices: [{asset: "${TOKEN_P}", value: "2"}]}`,
  ],
])(
  'the coverage of %s is that of stake in the queue, too, where it counts',
  async (field, given) => {
    expect(await meta(field, given, false)).toEqual({ pools: 1, isComplete: true, unpriced: [] })
    expect(await meta(field, given, true)).toEqual({
      pools: 2,
      isComplete: false,
      unpriced: [{ id: Q }],
    })
  },
)
