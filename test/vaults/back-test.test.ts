import { expect, test } from 'vitest'
import { events as vault } from '../../src/abi/Vault'
import { events as slasher } from '../../src/abi/VaultSlasher'
import { loadRecording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import { exact } from '../../src/reads/block-times'
import { vaultPart } from '../../src/reads/graph/vaults/part'
import { applyShock } from '../../src/risk/contagion/shock'
import { Simulation } from '../../src/risk/contagion/simulation'
import { capturedStake } from '../../src/vaults/capture'
import type { VaultRows } from '../../src/vaults/rows'
import { stakeIn } from '../../src/vaults/stake'
import { blockOf } from '../support/chain/feed'
import { DryLedger } from '../support/dry-ledger'
import { BOTH } from '../support/recordings'
import { vaultRowsOf, vaultStateOf } from '../support/vaults/ledger-rows'

const NOBODY = { operators: [], services: [] }

test('every slashing of a vault, simulated from the state before its logs, gives the indexed state after', async () => {
  const recording = await loadRecording(BOTH)
  const network = networkFromDeployment(recording.deployment)
  const ledger = await DryLedger.beginning(network)
  const times = new Map<number, bigint>()
  /** Rows at the end of each block, by time. */
  const past: { time: bigint; rows: VaultRows }[] = []
  const rowsAt = (time: bigint) => past.findLast((one) => one.time <= time)!.rows
  const found = { slashings: 0, shortfalls: 0, previous: 0, queued: 0, cut: 0 }
  for (let number = network.startBlock; number <= recording.head; number++) {
    const block = blockOf(recording, number)
    const time = BigInt(block.header.timestamp)
    times.set(number, time)
    let { logs } = block
    for (;;) {
      const at = logs.findIndex(({ topics }) => topics[0] === vault.OnSlash.topic)
      const end = logs.findIndex(({ topics }, index) => {
        return index > at && [slasher.Slash.topic, slasher.ExecuteSlash.topic].includes(topics[0]!)
      })
      if (at < 0 || end < 0) break
      await ledger.index([{ ...block, logs: logs.slice(0, at) }])
      const state = vaultStateOf(ledger, rowsAt(time - 1n), time, (one) => times.get(one)!)
      const open = new Set(executed(ledger))
      await ledger.index([{ ...block, logs: logs.slice(at, end + 1) }])
      logs = logs.slice(end + 1)
      const key = executed(ledger).find((one) => !open.has(one))!
      const slashed = ledger.row('vaultSlashing', key)!
      const { vault: address, operatorSet, operator, accounted, realized } = slashed
      const capture = slashed.captureTimestamp!
      const ref = { vault: address!, set: operatorSet, operator }
      const captured = capturedStake(state, rowsAt(capture), ref, { capture, now: time })!
      // What the slasher allowed, it had to compute first.
      expect(captured.slashable).toBeGreaterThanOrEqual(accounted!)
      const graph = vaultPart(state, NOBODY, exact('0x', Number(time)))
      const simulation = new Simulation(graph)
      const pool = graph.pools.indexOf(address!)
      const events = applyShock(
        simulation,
        {
          kind: 'SLASH_AMOUNT',
          operator: graph.operators.indexOf(operator),
          set: graph.sets.findIndex(({ id }) => id === operatorSet),
          pool,
          amount: accounted!,
          capture: captured,
        },
        [],
      )
      expect(simulation.vaultSlashes).toMatchObject([{ accounted, realized }])
      const after = vaultRowsOf(ledger)
      const bucket = graph.buckets.pool.indexOf(pool)
      const epoch = graph.buckets.exits!.epoch[bucket]!
      const assetsOf = (one: bigint) => after.epochs.get(address!)?.get(one)?.assets ?? 0n
      expect([
        simulation.cap[bucket],
        simulation.exits.current[bucket],
        simulation.exits.next[bucket],
      ]).toEqual([after.vaults.get(address!)!.activeStake, assetsOf(epoch), assetsOf(epoch + 1n)])
      const { commitments } = graph
      commitments.bucket.forEach((one, line) => {
        if (one !== bucket) return
        const set = graph.sets[commitments.set[line]!]!.id
        const stake = stakeIn(after, address!, set, graph.operators[commitments.operator[line]!]!)
        expect(simulation.registered[line], `${key} ${line}`).toBe(stake)
        if (stake! < commitments.registered[line]!) found.cut++
      })
      found.slashings++
      found.previous += Number(captured.isBefore)
      found.shortfalls += Number(events.some(({ kind }) => kind === 'SHORTFALL'))
      found.queued += Number(realized! > graph.buckets.cap[bucket]! - simulation.cap[bucket]!)
    }
    await ledger.index([{ ...block, logs }])
    if (block.logs.length > 0) past.push({ time, rows: vaultRowsOf(ledger) })
  }
  console.log(found)
  // Counted in the recording.
  expect(found).toMatchObject({ slashings: 163, shortfalls: 8 })
}, 300_000)

function executed(ledger: DryLedger): string[] {
  return ledger
    .rows('vaultSlashing')
    .flatMap(({ key, accounted }) => (accounted === null ? [] : [key]))
}
