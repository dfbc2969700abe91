import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../../support/api/recorded-api'
import { BOTH } from '../../support/recordings'
import { vaultTruth } from './recordings'
import { SlashingHistory } from './slashings'

/** The recording without what its deployment says of vaults: they are found through their factory alone. */
function withoutVaults(dir: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'linchpin-recording-'))
  for (const file of readdirSync(dir)) {
    if (file !== 'deployment.json') symlinkSync(resolve(dir, file), join(copy, file))
  }
  const { vaults: _, ...deployment } = JSON.parse(
    readFileSync(join(dir, 'deployment.json'), 'utf8'),
  )
  const contracts = Object.entries(deployment.contracts).filter(
    ([name]) => !/^(Vault|Delegator|Slasher)_/.test(name),
  )
  writeFileSync(
    join(copy, 'deployment.json'),
    JSON.stringify({ ...deployment, contracts: Object.fromEntries(contracts) }),
  )
  return copy
}

type Address = { address: string }
type Known = Record<string, string | number | null>

/** Names of values that are not known; the others equal what the contracts answered. */
function unknownOf(row: Known, truth: Known): string[] {
  return Object.entries(truth).flatMap(([name, value]) => {
    if (row[name] === null) return [name]
    expect([name, row[name]]).toEqual([name, value])
    return []
  })
}

describe('vaults whose constants no log says, on both-a', () => {
  const api = useRecordedApi('bare', withoutVaults(BOTH))
  const checkpoints = vaultTruth(BOTH)
  const history = new SlashingHistory(BOTH)
  const low = (text: string) => text.toLowerCase()

  test.each(checkpoints)(
    'values at block $block are right, or null with a reason',
    async ({ block, timestamp, vaults: truth }) => {
      const { vaults, commitments, slashings } = await api.ask(
        `{ vaults(block: {number: ${block}}, limit: 1000) { address version activeStake activeShares totalStake currentEpoch nullReason }
         commitments(block: {number: ${block}}, where: {protocol_eq: SYMBIOTIC}, limit: 1000) { operator { address } operatorSet { setId avs { address } } pool { address } stake slashableStake cumulativeSlash nullReason }
         slashings(block: {number: ${block}}, where: {protocol_eq: SYMBIOTIC}, orderBy: [block_ASC, logIndex_ASC], limit: 1000) { block logIndex status statusNullReason captureTimestamp pools { requested accounted realized } } }`,
      )
      const byAddress = new Map(Object.entries(truth).map(([address, one]) => [low(address), one]))
      expect(vaults.map(({ address }: Address) => address)).toEqual([...byAddress.keys()].sort())
      for (const vault of vaults as (Known & Address)[]) {
        const answers = byAddress.get(vault.address)!
        const unknown = unknownOf(vault, {
          version: answers.type.version,
          activeStake: answers.activeStake,
          activeShares: answers.activeShares,
          totalStake: answers.totalStake,
          currentEpoch: answers.currentEpoch,
        })
        expect(unknown).toContain('currentEpoch')
        expect(unknown).toContain('totalStake')
        expect(vault.nullReason).toBe('CONSTANT_UNKNOWN')
      }
      type Row = Known & {
        operator: Address
        operatorSet: { setId: string; avs: Address }
        pool: Address
      }
      const found = new Map(
        (commitments as Row[]).map((row) => {
          const { setId, avs } = row.operatorSet
          return [`${row.pool.address} ${avs.address}/${setId} ${row.operator.address}`, row]
        }),
      )
      const none = { stake: '0', slashableStake: '0', cumulativeSlash: '0', nullReason: null }
      for (const [pool, { subnetworks }] of byAddress) {
        for (const [subnetwork, { operators }] of Object.entries(subnetworks)) {
          const set = `${low(subnetwork.slice(0, 42))}/${BigInt(`0x${subnetwork.slice(42)}`)}`
          for (const [operator, pair] of Object.entries(operators)) {
            const row = found.get(`${pool} ${set} ${low(operator)}`) ?? none
            const unknown = unknownOf(row as Known, {
              stake: pair.stake,
              slashableStake: pair.slashableStakeAtTimestampMinus1 ?? '0',
              cumulativeSlash: pair.cumulativeSlash ?? '0',
            })
            expect(row.nullReason).toBe(unknown.length === 0 ? null : 'CONSTANT_UNKNOWN')
          }
        }
      }
      const expected = history.at(block, timestamp)
      expect(slashings).toHaveLength(expected.length)
      expected.forEach((one, index) => {
        const { status, statusNullReason, captureTimestamp, pools } = slashings[index]
        expect(captureTimestamp).toBe(one.captureTimestamp)
        const { requested, accounted, realized } = one
        expect(pools).toEqual([{ requested, accounted, realized }])
        // Without the duration of an epoch it is unknown whether a request has expired.
        const isOpen = one.status === 'REQUESTED' || one.status === 'EXPIRED'
        expect([status, statusNullReason]).toEqual(
          isOpen ? [null, 'CONSTANT_UNKNOWN'] : [one.status, null],
        )
      })
    },
  )
})
