import { describe, expect, test } from 'vitest'
import { ageOf, MAX_LAG_SECONDS, type Reason, reasonOf, type Standing } from './standing'

/** An index at the head of mainnet, 20 s after its last block. */
const CURRENT: Standing = {
  network: 'mainnet',
  source: 'RPC',
  startBlock: 100,
  number: 200,
  head: 200,
  headAge: 2,
  headSeenAt: 1_700_000_000,
  commitAge: 8,
  blockAge: 20,
  levelAge: 2,
  completeAge: 1,
  beatAge: 1,
  blocksPerSecond: 0.1,
  stopped: null,
  replica: null,
}
const MAX = MAX_LAG_SECONDS
/** A custom network that has had no block for a day, and an index that has its last one. */
const IDLE = { network: 'custom', blockAge: 86_400, commitAge: 86_400 }
const RECORDING = { source: 'RECORDING', network: 'custom' } as const
/** What stands still once the indexer does. */
const unheard = (seconds: number) => ({
  beatAge: seconds,
  headAge: seconds,
  levelAge: seconds,
  completeAge: seconds,
  commitAge: seconds,
  blockAge: seconds + 12,
})

function codeOf(changes: Partial<Standing>, max = MAX): Reason['code'] | undefined {
  return reasonOf({ ...CURRENT, ...changes }, max)?.code
}

describe('an index is current', () => {
  test.each<[string, Partial<Standing>]>([
    ['at the head', {}],
    ['a few blocks behind', { head: 203, completeAge: 30 }],
    ['until its block is ten blocks old', { blockAge: 120 }],
    ['while its indexer restarts', unheard(60)],
    ['on a custom network that has no new block', IDLE],
    ['once all blocks are indexed, before that was noted', { completeAge: null }],
  ])('%s', (_, changes) => expect(codeOf(changes)).toBeUndefined())

  test('for ever, with the age null, if it is a finished recording', () => {
    const finished = { ...CURRENT, ...RECORDING, ...unheard(1e6), beatAge: null, headAge: null }
    expect(reasonOf(finished, 1)).toBeNull()
    expect(ageOf(finished)).toBeNull()
  })
})

describe('what stands still is said', () => {
  test.each<[string, Reason['code'], Partial<Standing>]>([
    ['an indexer that was killed', 'INDEXER_SILENT', unheard(121)],
    ['the same on a custom network', 'INDEXER_SILENT', { ...unheard(121), network: 'custom' }],
    ['no indexer ever', 'INDEXER_SILENT', { beatAge: null }],
    [
      'no indexer, no recording ended',
      'INDEXER_SILENT',
      { ...RECORDING, ...unheard(121), head: 250 },
    ],
    [
      'an indexer killed in the first sync',
      'INDEXER_SILENT',
      { ...unheard(30), head: 500, completeAge: null },
    ],
    ['a provider that is down', 'PROVIDER_SILENT', { headAge: 130, levelAge: 130, blockAge: 140 }],
    ['the same on a custom network', 'PROVIDER_SILENT', { ...IDLE, headAge: 130, levelAge: 130 }],
    [
      'a provider that is down in the first sync',
      'PROVIDER_SILENT',
      { head: 500, headAge: 40, completeAge: null },
    ],
    [
      'no provider that answers at all',
      'PROVIDER_SILENT',
      { head: null, headAge: null, levelAge: null, completeAge: null },
    ],
    ['a provider that fell behind', 'PROVIDER_BEHIND', { head: 150, levelAge: 130, blockAge: 140 }],
    [
      'a custom node that was restarted empty',
      'PROVIDER_BEHIND',
      { ...IDLE, head: 0, levelAge: 130 },
    ],
    ['a chain without new blocks', 'OLD_BLOCK', { blockAge: 121 }],
    [
      'a block that no provider returns',
      'BEHIND',
      { head: 220, completeAge: 130, commitAge: 140, blockAge: 150 },
    ],
    ['the same on a custom network', 'BEHIND', { ...IDLE, head: 201, completeAge: 130 }],
    ['the first sync', 'SYNCING', { head: 5_000, completeAge: null, blockAge: 1e7 }],
    [
      'the first sync of a custom network',
      'SYNCING',
      { network: 'custom', head: 5_000, completeAge: null },
    ],
    [
      'before the first block',
      'SYNCING',
      { number: 99, head: 5_000, completeAge: null, blockAge: null },
    ],
    ['a long history after a pause', 'SYNCING', { head: 900, completeAge: 7_200, blockAge: 7_200 }],
    ['an error that a person must act on', 'INDEXER_STOPPED', { stopped: 'LP2003: another chain' }],
  ])('%s: %s', (_, code, changes) => expect(codeOf(changes)).toBe(code))

  test('at a bound of its own', () => {
    expect(codeOf(unheard(11), 10)).toBe('INDEXER_SILENT')
    expect(codeOf({ ...IDLE, headAge: 11, levelAge: 11 }, 10)).toBe('PROVIDER_SILENT')
  })

  test.each(['REPLAYING', 'PAUSED', 'DETACHED'] as const)(
    'of a replica that is %s: it, not the indexer, past the bound',
    (state) => {
      const replica = (lag: number) => ({ state, lag })
      expect(codeOf({ ...unheard(100), replica: replica(100) })).toBeUndefined()
      expect(codeOf({ ...unheard(121), replica: replica(121) })).toBe('REPLICA_BEHIND')
      expect(codeOf({ stopped: 'LP2003: another chain', replica: replica(121) })).toBe(
        'REPLICA_BEHIND',
      )
    },
  )

  test('of the indexer, if a replica is level with its primary', () => {
    const replica = { state: 'LEVEL', lag: 0 } as const
    const reason = reasonOf({ ...CURRENT, ...unheard(300), replica }, MAX)
    expect(reason).toMatchObject({ code: 'INDEXER_SILENT' })
    expect(reason!.message).toContain('level with its primary')
  })

  test('with the progress of a sync', () => {
    const at = { ...CURRENT, number: 299, head: 899, completeAge: null, blocksPerSecond: 60 }
    expect(reasonOf(at, MAX)?.progress).toEqual({
      block: 299,
      head: 899,
      share: 0.25,
      secondsLeft: 10,
    })
    expect(reasonOf({ ...at, blocksPerSecond: null }, MAX)?.progress).toMatchObject({
      secondsLeft: null,
    })
  })
})

test('the age is of the block on public networks, and since a level answer on custom ones', () => {
  for (const network of ['mainnet', 'hoodi', 'sepolia', 'holesky']) {
    expect(ageOf({ ...CURRENT, network })).toBe(20)
  }
  expect(ageOf({ ...CURRENT, network: 'custom' })).toBe(2)
})
