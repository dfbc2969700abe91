import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { events as am } from '../../../src/abi/AllocationManager'
import { useRecordedApi } from '../../support/api/recorded-api'
import { type Checkpoint, logsOf } from '../../support/recordings'
import { sum } from '../../support/risk/exact'
import { CHECKED } from '../../support/risk/pool-network'
import { operatorValue } from '../../support/risk/queue-truth'

/* Captive stake, recomputed independently: plain loops over what the contracts answered, and recorded AllocationDelaySet. */

const WAD = 10n ** 18n
const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
const lower = (text: string) => text.toLowerCase()
const AMOUNTS =
  'shares bindableShares bindableQueuedShares redistributableShares slashableShares redistributingShares'

interface Expected {
  operator: string
  pool: string
  delay: number | null
  blocksToBind: number
  shares: bigint
  bindable: bigint
  queued: bigint
  slashable: bigint
  redistributing: bigint
}

/** The last AllocationDelaySet of each operator up to a block: delay and effect block. */
function lastDelays(dir: string, block: number): Map<string, { delay: number; effect: number }> {
  return new Map(
    logsOf(dir, am.AllocationDelaySet.topic)
      .filter(({ blockNumber }) => Number(blockNumber) <= block)
      .map(({ data }) => {
        const [operator, delay, effect] = data.slice(2).match(/.{64}/g)!
        const values = { delay: Number(`0x${delay}`), effect: Number(`0x${effect}`) }
        return [`0x${operator!.slice(24)}`, values]
      }),
  )
}

/** What sets can slash of an operator in a pool; `only` redistributing ones or all. */
function slashable(truth: Checkpoint, operator: string, pool: string, only: boolean): bigint {
  return sum(
    Object.values(truth.operatorSets).flatMap((set) => {
      const { strategies, minSlashableNow, isRedistributing } = set
      if (only && !isRedistributing) return []
      if (!strategies.map(lower).includes(pool)) return []
      const own = Object.entries(minSlashableNow).find(([one]) => lower(one) === operator)?.[1]
      const amount = Object.entries(own ?? {}).find(([one]) => lower(one) === pool)?.[1]
      return amount === undefined ? [] : [BigInt(amount)]
    }),
  )
}

function expectedOf(truth: Checkpoint, dir: string, withdrawalDelay: number): Expected[] {
  const last = lastDelays(dir, truth.block)
  const queue = Object.values(truth.stakers).flatMap(({ queued }) => queued)
  return Object.entries(truth.operators).flatMap(([name, { allocationDelay, shares }]) => {
    const operator = lower(name)
    const delay = allocationDelay?.isSet ? allocationDelay.delay : null
    const pending = last.get(operator)
    const waits = pending !== undefined && pending.effect > truth.block
    const options = [
      ...(delay === null ? [] : [delay]),
      ...(waits ? [pending.effect - truth.block + pending.delay] : []),
    ]
    const blocksToBind = Math.min(...options)
    if (!(blocksToBind <= withdrawalDelay)) return []
    const pools = new Set([
      ...Object.keys(shares).map(lower),
      ...queue
        .filter(({ delegatedTo }) => lower(delegatedTo) === operator)
        .flatMap(({ strategies }) => strategies.map(lower)),
    ])
    return [...pools].flatMap((pool) => {
      const of = (pick: Parameters<typeof operatorValue>[3]) =>
        operatorValue(truth, operator, pool, pick)
      const own = BigInt(of((one) => one.shares) ?? '0')
      const max = BigInt(of((one) => one.maxMagnitude) ?? WAD)
      const used = BigInt(of((one) => one.encumberedMagnitude) ?? '0')
      const free = BigInt(of((one) => one.allocatableMagnitude) ?? `${max - used}`)
      const scaled = sum(
        queue.flatMap(({ delegatedTo, startBlock, strategies, scaledShares }) =>
          strategies.flatMap((one, i) =>
            lower(delegatedTo) === operator &&
            lower(one) === pool &&
            startBlock + withdrawalDelay >= truth.block + blocksToBind
              ? [BigInt(scaledShares[i]!)]
              : [],
          ),
        ),
      )
      const inQueue = (scaled * max) / WAD
      const kept = max === 0n ? inQueue : (inQueue * (max - free) + max - 1n) / max
      const queued = inQueue - kept
      if (own === 0n && queued === 0n) return []
      return {
        operator,
        pool,
        delay,
        blocksToBind,
        shares: own,
        bindable: max === 0n ? 0n : (own * ((free * WAD) / max)) / WAD,
        queued,
        slashable: slashable(truth, operator, pool, false),
        redistributing: slashable(truth, operator, pool, true),
      }
    })
  })
}

describe.each(CHECKED)('captive stake of $name', ({ name, dir, chosen }) => {
  const { constants, contracts } = JSON.parse(readFileSync(join(dir, 'deployment.json'), 'utf8'))
  const delay: number = constants.MIN_WITHDRAWAL_DELAY_BLOCKS
  const burning = [NATIVE, lower(contracts.EigenStrategy ?? '')]
  const api = useRecordedApi(`captive${name.replaceAll('-', '')}`, dir)

  const figures = (of: readonly Expected[]) => {
    const redistributable = of.filter(({ pool }) => !burning.includes(pool))
    return {
      shares: `${sum(of.map((one) => one.shares))}`,
      bindableShares: `${sum(of.map((one) => one.bindable))}`,
      bindableQueuedShares: `${sum(of.map((one) => one.queued))}`,
      redistributableShares: `${sum(redistributable.map((one) => one.bindable + one.queued))}`,
      slashableShares: `${sum(of.map((one) => one.slashable))}`,
      redistributingShares: `${sum(of.map((one) => one.redistributing))}`,
    }
  }
  const count = (of: readonly Expected[]) => new Set(of.map(({ operator }) => operator)).size

  test('the recording has operators of each kind', () => {
    const all = chosen.flatMap((truth) => expectedOf(truth, dir, delay))
    const has = (fits: (one: Expected) => boolean) => expect(all.filter(fits).length).not.toBe(0)
    has(({ blocksToBind }) => blocksToBind === 0)
    has(({ blocksToBind }) => blocksToBind > 0)
    has(({ bindable, shares }) => bindable > 0n && bindable < shares)
    has(({ queued }) => queued > 0n)
    has(({ redistributing }) => redistributing > 0n)
    has(({ redistributing, slashable }) => redistributing < slashable)
  })

  test.each(chosen)('at block $block', async (truth) => {
    const { captiveStake } = await api.ask(
      `{ captiveStake(block: {number: ${truth.block}}) { meta { nullReason } blocksToLeave operatorCount immediateCount withoutDelayCount
           operators(limit: 1000) { operator { id } pool { id } allocationDelay blocksToBind ${AMOUNTS} }
           pools(limit: 1000) { pool { id } isRedistributable delegatedShares
             captive { operators ${AMOUNTS} } immediate { operators ${AMOUNTS} } } } }`,
    )
    const expected = expectedOf(truth, dir, delay)
    const immediate = expected.filter(({ blocksToBind }) => blocksToBind === 0)
    expect(captiveStake.meta.nullReason).toBeNull()
    expect(captiveStake.blocksToLeave).toBe(delay + 1)
    expect(captiveStake.operatorCount).toBe(count(expected))
    expect(captiveStake.immediateCount).toBe(count(immediate))
    expected.sort((a, b) => {
      if (a.pool !== b.pool) return a.pool < b.pool ? -1 : 1
      if (a.bindable !== b.bindable) return a.bindable > b.bindable ? -1 : 1
      return a.operator < b.operator ? -1 : 1
    })
    expect(captiveStake.operators).toEqual(
      expected.slice(0, 1000).map((one) => ({
        operator: { id: one.operator },
        pool: { id: one.pool },
        allocationDelay: one.delay,
        blocksToBind: one.blocksToBind,
        ...figures([one]),
      })),
    )
    const delegated = new Map<string, bigint>()
    const without = new Set<string>()
    for (const [operator, { shares, allocationDelay }] of Object.entries(truth.operators)) {
      for (const [pool, amount] of Object.entries(shares)) {
        if (amount === '0') continue
        delegated.set(lower(pool), (delegated.get(lower(pool)) ?? 0n) + BigInt(amount))
        const announced = lastDelays(dir, truth.block).has(lower(operator))
        if (!allocationDelay?.isSet && !announced) without.add(operator)
      }
    }
    expect(captiveStake.withoutDelayCount).toBe(without.size)
    const pools = [...new Set([...delegated.keys(), ...expected.map(({ pool }) => pool)])].sort()
    expect(captiveStake.pools).toEqual(
      pools.map((id) => {
        const own = expected.filter(({ pool }) => pool === id)
        const atOnce = immediate.filter(({ pool }) => pool === id)
        return {
          pool: { id },
          isRedistributable: !burning.includes(id),
          delegatedShares: `${delegated.get(id) ?? 0n}`,
          captive: { operators: count(own), ...figures(own) },
          immediate: { operators: count(atOnce), ...figures(atOnce) },
        }
      }),
    )
  })

  test('of one operator and of one pool', async () => {
    const truth = chosen.at(-1)!
    const expected = expectedOf(truth, dir, delay)
    const [one] = expected
    const query = (scope: string) =>
      `{ captiveStake(scope: ${scope}, block: {number: ${truth.block}}) { operatorCount pools { pool { id } captive { ${AMOUNTS} } } } }`
    const ofOperator = await api.ask(query(`{operator: "${one!.operator}"}`))
    const own = expected.filter(({ operator }) => operator === one!.operator)
    expect(ofOperator.captiveStake.operatorCount).toBe(1)
    for (const { pool, captive } of ofOperator.captiveStake.pools) {
      expect(captive).toEqual(figures(own.filter((other) => other.pool === pool.id)))
    }
    const ofPool = await api.ask(query(`{pool: "${one!.pool}"}`))
    const inPool = expected.filter(({ pool }) => pool === one!.pool)
    expect(ofPool.captiveStake.pools).toEqual([
      { pool: { id: one!.pool }, captive: figures(inPool) },
    ])
  })
})
