import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { startTestApi, type TestApi } from '../support/api/api-client'
import { createIndexedDatabase } from '../support/indexed-database'
import { shortRecordings } from '../support/recordings'

/*
 * That what stakers lose by a slashing adds up to what its events say that the operator lost, for every slashed pool of
 * recordings, within a base unit for each staker and what the contracts round themselves:
 *
 * - Shares of an operator and of its stakers are rounded separately at every event. They differ by some units before the
 *   slashing, and lose the same part of that difference.
 * - In native ETH the factor of a staker is floor(max magnitude * beacon chain factor / 1e18), so that a unit of it is
 *   scaled shares / 1e18 wei.
 * - In native ETH the contracts count queued shares without the beacon chain factor, which the staker loses anyway.
 */

const NATIVE = '0xbeac0eeeeeeeeeeeeeeeeeeeeeeeeeeeeeebeac0'
const WAD = 10n ** 18n

function dirs(): { name: string; dir: string }[] {
  const folder = process.env.LINCHPIN_TEST_RECORDINGS
  const others = folder && existsSync(folder) ? readdirSync(folder) : []
  const names = others.filter((name) => /^(both|middleware)-/.test(name))
  const more = names.map((name) => ({ name, dir: join(folder!, name) }))
  return someOf([...shortRecordings(), ...more], 2)
}

interface Pool {
  pool: { id: string }
  sharesBefore: string | null
  sharesAfter: string | null
  queuedSharesSlashed: string | null
  maxMagnitudeBefore: string
  maxMagnitudeAfter: string
}

interface Loss {
  staker: string
  pool: string
  before: string
  after: string
  queuedLoss: string
}

const size = (value: bigint) => (value < 0n ? -value : value)
const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n)

/** Beacon chain slashing factors of stakers at the end of the block before, of 1e18. */
async function factorsOf(api: TestApi, stakers: readonly string[], block: number) {
  if (stakers.length === 0) return new Map<string, bigint>()
  const { stakers: rows } = await api.ask(
    `{ stakers(where: {id_in: ${JSON.stringify(stakers)}}, limit: 1000, block: {number: ${block - 1}}) { id beaconChainSlashingFactor } }`,
  )
  type Row = { id: string; beaconChainSlashingFactor: string }
  return new Map((rows as Row[]).map((row) => [row.id, BigInt(row.beaconChainSlashingFactor)]))
}

describe.each(dirs())('slashings of $name', ({ dir }) => {
  test('take of stakers what they take of operators', { timeout: 1_800_000 }, async () => {
    const database = await createIndexedDatabase('slashsums', dir)
    const api = await startTestApi(database.url)
    const { slashings } = await api.ask(
      `{ slashings(where: {protocol_eq: EIGENLAYER}, limit: 1000, orderBy: block_ASC) { id block pools { pool { id } sharesBefore sharesAfter
           queuedSharesSlashed maxMagnitudeBefore maxMagnitudeAfter } } }`,
    )
    let [pools, queued] = [0, 0]
    for (const slashing of slashings as { id: string; block: number; pools: Pool[] }[]) {
      const { id, block } = slashing
      const { slashingLosses } = await api.ask(
        `{ slashingLosses(slashing: "${id}", limit: 1000) { staker pool before after queuedLoss } }`,
      )
      for (const slashed of slashing.pools) {
        pools++
        const at = `${id} in ${slashed.pool.id}`
        const losses = (slashingLosses as Loss[]).filter(({ pool }) => pool === slashed.pool.id)
        const isNative = slashed.pool.id === NATIVE
        const factors = isNative
          ? await factorsOf(api, [...new Set(losses.map(({ staker }) => staker))], block)
          : new Map<string, bigint>()
        const factor = (staker: string) => factors.get(staker) ?? WAD
        const [before, after] = [
          BigInt(slashed.maxMagnitudeBefore),
          BigInt(slashed.maxMagnitudeAfter),
        ]
        const [had, has] = [BigInt(slashed.sharesBefore ?? 0), BigInt(slashed.sharesAfter ?? 0)]
        const held = losses.map((one) => BigInt(one.before))
        const lost = losses.map((one) => BigInt(one.before) - BigInt(one.after))
        // Nobody is listed where nothing is lost.
        const drift = before === after ? 0n : had - total(held)
        const slashedDrift = before === 0n ? 0n : (drift * (before - after)) / before
        // No staker is missing: the difference is that of roundings.
        expect(size(slashedDrift), at).toBeLessThanOrEqual((had - has) / 10n ** 14n + 1_000n)
        // Scaled shares are withdrawable ones / factor.
        const ofFactor = losses.map((one) =>
          isNative && before > 0n ? BigInt(one.before) / ((before * factor(one.staker)) / WAD) : 0n,
        )
        const allowed = total(ofFactor) + BigInt(losses.length) + 1n
        expect(size(had - has - total(lost) - slashedDrift), at).toBeLessThanOrEqual(allowed)

        const inQueue = losses.filter((one) => BigInt(one.queuedLoss) > 0n)
        if (inQueue.length > 0) queued++
        const beforeFactor = inQueue.map((one) => {
          return (BigInt(one.queuedLoss) * WAD) / factor(one.staker)
        })
        // Scaled shares / 1e18, before and after.
        const roundings =
          isNative && before > after ? (2n * total(beforeFactor)) / (before - after) : 0n
        const inAll = BigInt(slashed.queuedSharesSlashed ?? 0)
        expect(size(inAll - total(beforeFactor)), `queue of ${at}`).toBeLessThanOrEqual(
          roundings + 4n * BigInt(inQueue.length) + 2n,
        )
      }
    }
    expect(pools).toBeGreaterThan(0)
    console.info(`${pools} slashed pools, ${queued} with losses in the queue`)
    await api.close()
    await database.drop()
  })
})
