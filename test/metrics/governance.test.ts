import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { events as beacon } from '../../src/abi/BeaconProxy'
import { events as proxy } from '../../src/abi/TransparentUpgradeableProxy'
import { ratio } from '../../src/risk/math/ratio'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'
import { type Checkpoint, groundTruth, logsOf } from '../support/recordings'
import { near, sum } from '../support/risk/exact'
import { type ChangeRow, firstSettings } from '../support/risk/first-settings'
import { busiestPool, CHECKED, poolNetwork } from '../support/risk/pool-network'

/*
 * Governance, recomputed independently: plain loops over the answers of the contracts, recorded logs, and rows of changes and
 * slashings, and no code of src/risk but fractions.
 */

const lower = (text: string) => text.toLowerCase()
const word = (topic: string) => `0x${topic.slice(-40)}`

/** Sets of values by key. */
function grouped(pairs: Iterable<readonly [string, string]>): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>()
  for (const [key, value] of pairs) groups.set(key, (groups.get(key) ?? new Set()).add(value))
  return groups
}

/** Last value emitted in logs with this topic, by contract, up to a block. */
function lastEmitted(dir: string, topic: string, block: number): Map<string, string> {
  return new Map(
    logsOf(dir, topic)
      .filter(({ blockNumber }) => Number(blockNumber) <= block)
      .map(({ address, topics }) => [lower(address), lower(word(topics[1]!))]),
  )
}

describe.each(CHECKED)('governance of $name, recomputed', ({ dir, chosen }) => {
  const { constants, contracts } = JSON.parse(readFileSync(join(dir, 'deployment.json'), 'utf8'))
  const addressOf = new Map(
    Object.entries(contracts as Record<string, string>).map(([name, one]) => [name, lower(one)]),
  )
  const isPending = ({ operatorSets }: Checkpoint) =>
    Object.values(operatorSets).some(({ pendingSlasher }) => pendingSlasher.effectBlock > 0)
  const pending = groundTruth(dir).filter(isPending)
  const isFirst = firstSettings(dir)
  let api: ServedRecording
  let client: pg.Client
  let changes: ChangeRow[]

  beforeAll(async () => {
    api = await serveRecording('governance', dir)
    client = new pg.Client(api.databaseUrl)
    await client.connect()
    const { rows } = await client.query(
      'SELECT id, block, contract_id AS contract, kind, subject, before, extract(epoch FROM block_time)::float8 AS time FROM governance_change ORDER BY id',
    )
    changes = rows
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await client?.end()
  })

  const exitOf = constants.MIN_WITHDRAWAL_DELAY_BLOCKS + 1
  const noticeOf = constants.ALLOCATION_CONFIGURATION_DELAY + 1

  test('the recording has pending changes of slashers', () => {
    expect(constants.MIN_WITHDRAWAL_DELAY_BLOCKS).toBeGreaterThan(constants.DEALLOCATION_DELAY)
    expect(pending.length).toBeGreaterThan(0)
  })

  test.each([...pending, ...chosen])(
    'at block $block: pending slashers, and the exit gap',
    async (truth) => {
      const network = poolNetwork(truth, busiestPool(truth))
      const { governance } = await api.ask(
        `{ governance(scope: {pool: "${network.pool}"}, block: {number: ${truth.block}}) { slasherChangeCount stakeUnderChange exit { withdrawalDelay deallocationDelay blocksToExit notice exitGap }
         slasherChanges(limit: 1000) { operatorSet { id } slasher { id } pendingSlasher { id } announcedAtBlock effectBlock notice exitGap exitGapNow stake } } }`,
      )
      const wasAnnounced = changes.some(
        ({ kind, block, subject, before }) =>
          kind === 'SLASHER' && block <= truth.block && subject && before,
      )
      expect(governance.exit).toEqual({
        withdrawalDelay: constants.MIN_WITHDRAWAL_DELAY_BLOCKS,
        deallocationDelay: constants.DEALLOCATION_DELAY,
        blocksToExit: exitOf,
        notice: wasAnnounced ? noticeOf : null,
        exitGap: wasAnnounced ? exitOf - noticeOf : null,
      })
      const expected = Object.entries(truth.operatorSets).flatMap(([set, answers]) => {
        const { slasher, effectBlock } = answers.pendingSlasher
        if (effectBlock === 0) return []
        const stake = sum(network.sets.get(lower(set))?.slashable.values() ?? [])
        return {
          operatorSet: { id: lower(set) },
          slasher: { id: lower(answers.slasher) },
          pendingSlasher: { id: lower(slasher) },
          announcedAtBlock: effectBlock - noticeOf,
          effectBlock,
          notice: noticeOf,
          exitGap: exitOf - noticeOf,
          exitGapNow: exitOf - (effectBlock - truth.block),
          stake: `${stake}`,
        }
      })
      expected.sort(
        (a, b) => a.effectBlock - b.effectBlock || (a.operatorSet.id < b.operatorSet.id ? -1 : 1),
      )
      expect(governance.slasherChanges).toEqual(expected)
      expect(governance.slasherChangeCount).toBe(expected.length)
      expect(governance.stakeUnderChange).toBe(`${sum(expected.map(({ stake }) => BigInt(stake)))}`)
    },
  )

  describe.each(chosen)('at block $block', (truth) => {
    const at = `block: {number: ${truth.block}}`

    test('stake of every pool that redistributing sets can slash', async () => {
      const { governance } = await api.ask(
        `{ governance(${at}) { meta { nullReason } stakeUnderChange redistribution(limit: 1000) { pool { id } slashable redistributing share } } }`,
      )
      const isUnderChange = Object.entries(truth.operatorSets).some(
        ([set, { pendingSlasher, strategies }]) =>
          pendingSlasher.effectBlock !== 0 &&
          strategies.some((pool) => {
            const held = poolNetwork(truth, lower(pool)).sets.get(lower(set))?.slashable.values()
            return sum(held ?? []) > 0n
          }),
      )
      // Stake of several pools is not added, and the rest is answered; that of sets that can slash nothing is 0.
      expect(governance.meta.nullReason).toBe('UNPRICED')
      expect(governance.stakeUnderChange).toBe(isUnderChange ? null : '0')
      const pools = new Map<string, [bigint, bigint]>()
      for (const answers of Object.values(truth.operatorSets)) {
        const { minSlashableNow, isRedistributing } = answers
        const accepted = answers.strategies.map(lower)
        for (const stakes of Object.values(minSlashableNow)) {
          for (const [pool, amount] of Object.entries(stakes)) {
            if (amount === '0' || !accepted.includes(lower(pool))) continue
            const [all, some] = pools.get(lower(pool)) ?? [0n, 0n]
            const one = BigInt(amount)
            pools.set(lower(pool), [all + one, isRedistributing ? some + one : some])
          }
        }
      }
      expect(governance.redistribution.map((one: { pool: { id: string } }) => one.pool.id)).toEqual(
        [...pools.keys()].sort(),
      )
      for (const { pool, slashable, redistributing, share } of governance.redistribution) {
        const [all, some] = pools.get(pool.id)!
        expect([slashable, redistributing]).toEqual([`${all}`, `${some}`])
        near(share, ratio(some, all))
      }
    })

    test('the code of contracts of every kind, by the logs of the recording', async () => {
      const pool = busiestPool(truth)
      const { governance, contracts: rows } = await api.ask(
        `{ contracts(limit: 1000, ${at}) { address kind }
           governance(scope: {pool: "${pool}"}, ${at}) { upgrades { kind contracts unknown implementations entropy versions(limit: 1000) { implementation { id } beacon { id } contracts stake } } } }`,
      )
      const emitted = lastEmitted(dir, proxy.Upgraded.topic, truth.block)
      const beacons = lastEmitted(dir, beacon.BeaconUpgraded.topic, truth.block)
      for (const [name, implementation] of Object.entries(truth.implementations)) {
        const own = emitted.get(addressOf.get(name)!)
        if (own !== undefined) expect(own, name).toBe(lower(implementation))
      }
      const cap = sum(poolNetwork(truth, pool).cap.values())
      type Version = { implementation: string | null; beacon: string | null; of: string[] }
      const kinds = new Map<string, Version[]>()
      for (const { address, kind } of rows as { address: string; kind: string }[]) {
        const beacon = emitted.has(address) ? null : (beacons.get(address) ?? null)
        if (!emitted.has(address) && beacon === null && kind !== 'BEACON') continue
        const implementation = emitted.get(address) ?? emitted.get(beacon ?? '') ?? null
        const known = kinds.get(kind) ?? []
        kinds.set(kind, known)
        const same = known.find(
          (one) =>
            one.implementation === implementation &&
            one.beacon === beacon &&
            (implementation !== null || beacon !== null),
        )
        if (same) same.of.push(address)
        else known.push({ implementation, beacon, of: [address] })
      }
      expect(governance.upgrades.map((one: { kind: string }) => one.kind)).toEqual(
        [...kinds.keys()].sort(),
      )
      for (const { kind, ...found } of governance.upgrades) {
        const versions = kinds.get(kind)!
        const named = versions.filter(({ implementation }) => implementation !== null)
        const counts = new Map<string, number>()
        for (const { implementation, of } of named) {
          counts.set(implementation!, (counts.get(implementation!) ?? 0) + of.length)
        }
        const known = [...counts.values()].reduce((x, y) => x + y, 0)
        const all = versions.reduce((x, { of }) => x + of.length, 0)
        expect([found.contracts, found.unknown, found.implementations]).toEqual([
          all,
          all - known,
          counts.size,
        ])
        if (known === 0) expect(found.entropy).toBeNull()
        else {
          const entropy = [...counts.values()].reduce(
            (h, n) => h - (n / known) * Math.log(n / known),
            0,
          )
          expect(Number(found.entropy)).toBeCloseTo(entropy, 12)
        }
        const expected = versions.map(({ implementation, beacon, of }) => ({
          implementation: implementation && { id: implementation },
          beacon: beacon && { id: beacon },
          contracts: of.length,
          stake: of.includes(pool) ? `${cap}` : null,
        }))
        expect(found.versions).toHaveLength(expected.length)
        expect(found.versions).toEqual(expect.arrayContaining(expected))
      }
    })

    test('a beacon whose Upgraded changes its pods is counted, a set that is created is not', () => {
      const until = changes.filter(({ block }) => block <= truth.block)
      const beacons = until.filter(({ kind }) => kind === 'BEACON_UPGRADE')
      expect(beacons.filter((one) => !isFirst(one)).map(({ contract }) => contract)).toEqual(
        beacons.map(({ contract }) => contract),
      )
      const slashers = until.filter(({ kind, before }) => kind === 'SLASHER' && before === null)
      expect(slashers.filter(isFirst)).toHaveLength(slashers.length)
      expect(slashers.length).toBeGreaterThan(0)
    })

    test.each([500, 1_000_000])('changes in the last %i blocks', async (blocks) => {
      const { governance } = await api.ask(
        `{ governance(${at}) { changes(blocks: ${blocks}) { fromBlock toBlock count kinds { kind count firstSettings lastBlock } } } }`,
      )
      const from = Math.max(0, truth.block - blocks + 1)
      const counted = changes.filter(({ block }) => block >= from && block <= truth.block)
      const kinds = [...new Set(counted.map(({ kind }) => kind))].sort()
      expect(governance.changes).toEqual({
        fromBlock: from,
        toBlock: truth.block,
        count: counted.filter((one) => !isFirst(one)).length,
        kinds: kinds.map((kind) => {
          const own = counted.filter((one) => one.kind === kind)
          const first = own.filter(isFirst).length
          return {
            kind,
            count: own.length - first,
            firstSettings: first,
            lastBlock: own.at(-1)!.block,
          }
        }),
      })
    })

    test.each([604_800, 600])('changes within %i seconds before a slashing', async (within) => {
      const { governance } = await api.ask(
        `{ governance(${at}) { slashings(within: ${within}, limit: 40, offset: 1) { slashing block operator { id } operatorSet { id } changes ownChanges } } }`,
      )
      const { rows } = await client.query(
        'SELECT id, block, operator_id, operator_set_id, extract(epoch FROM block_time)::float8 AS time FROM slashing WHERE block <= $1 ORDER BY id DESC',
        [truth.block],
      )
      const expected = rows.slice(1, 41).map((slashing) => {
        const { id, block, operator_id: operator, operator_set_id: set, time } = slashing
        const before = changes.filter(
          (one) => one.id < id && one.time >= time - within && !isFirst(one),
        )
        const about = [set, set.split('/')[0], operator]
        return {
          slashing: id,
          block,
          operator: { id: operator },
          operatorSet: { id: set },
          changes: before.length,
          ownChanges: before.filter(({ subject }) => about.includes(subject)).length,
        }
      })
      expect(governance.slashings).toEqual(expected)
      expect(expected.length).toBeGreaterThan(0)
    })

    test('controllers of several AVSs', async () => {
      const sets = Object.entries(truth.operatorSets)
      const avsOf = (set: string) => lower(set.split('/')[0]!)
      const { rows: paid } = await client.query(
        `SELECT avs_id, '0x' || encode(submitter, 'hex') AS payer FROM reward_submission WHERE block <= $1 AND avs_id IS NOT NULL`,
        [truth.block],
      )
      const links: Record<string, (readonly [string, string])[]> = {
        SLASHER: sets.map(([set, { slasher }]) => [lower(slasher), avsOf(set)]),
        REDISTRIBUTION_RECIPIENT: sets
          .filter(([, { isRedistributing }]) => isRedistributing)
          .map(([set, { redistributionRecipient }]) => [
            lower(redistributionRecipient),
            avsOf(set),
          ]),
        REWARD_PAYER: paid
          .filter(({ payer }) => payer !== null)
          .map(({ payer, avs_id }) => [payer, avs_id]),
        ADMIN: Object.entries(truth.admins).flatMap(([account, admins]) =>
          sets.some(([set]) => avsOf(set) === lower(account))
            ? admins.map((admin) => [lower(admin), lower(account)] as const)
            : [],
        ),
      }
      for (const [by, pairs] of Object.entries(links)) {
        const { governance } = await api.ask(
          `{ governance(${at}) { sharedControllers(by: ${by}) { count controllers(limit: 1000) { controller { id } type avss { id } } pairs(limit: 1000) { a { id } b { id } shared value } incomplete(limit: 1000) { id } } } }`,
        )
        const { count, controllers, pairs: alike, incomplete } = governance.sharedControllers
        // The contracts name an account its own admin if no event named one.
        const powers = grouped(by === 'ADMIN' ? pairs.filter(([one, avs]) => one !== avs) : pairs)
        const several = [...powers].filter(([, avss]) => avss.size > 1)
        type Found = { controller: { id: string }; type: string; avss: { id: string }[] }
        expect(
          new Map(
            controllers.map((one: Found) => [one.controller.id, one.avss.map(({ id }) => id)]),
          ),
          by,
        ).toEqual(new Map(several.map(([one, avss]) => [one, [...avss].sort()])))
        expect(count).toBe(several.length)
        const avss = new Set(sets.map(([set]) => avsOf(set)))
        for (const { controller, type } of controllers as Found[]) {
          if (avss.has(controller.id)) expect(type).toBe('AVS')
          else if (controller.id === addressOf.get('EmissionsController'))
            expect(type).toBe('PROTOCOL_CONTRACT')
          else expect(['UNKNOWN', 'OPERATOR']).toContain(type)
        }
        const byAvs = grouped(
          [...powers].flatMap(([one, own]) => [...own].map((avs) => [avs, one] as const)),
        )
        const ids = [...byAvs.keys()].sort()
        const expected = ids.flatMap((a, i) =>
          ids.slice(i + 1).flatMap((b) => {
            const both = [...byAvs.get(a)!].filter((one) => byAvs.get(b)!.has(one)).length
            const either = new Set([...byAvs.get(a)!, ...byAvs.get(b)!]).size
            return both === 0 ? [] : [[`${a} ${b}`, { both, either }] as const]
          }),
        )
        const found = new Map(expected)
        expect(alike).toHaveLength(Math.min(found.size, 1000))
        for (const { a, b, shared, value } of alike) {
          const { both, either } = found.get(`${a.id} ${b.id}`)!
          expect(shared).toBe(both)
          near(value, ratio(BigInt(both), BigInt(either)))
        }
        if (by !== 'REWARD_PAYER') expect(incomplete).toEqual([])
        else {
          const unnamed = new Set(
            paid.filter(({ payer }) => payer === null).map((one) => one.avs_id),
          )
          expect(new Set(incomplete.map(({ id }: { id: string }) => id))).toEqual(unnamed)
        }
      }
    })

    test('a controller is an AVS or of unknown type, and has the admins that the contracts return', async () => {
      const pool = busiestPool(truth)
      const { controllers } = await api.ask(
        `{ controllers(scope: {pool: "${pool}"}, ${at}) { controllers(limit: 1000) { controller { id } type admins } } }`,
      )
      const avss = new Set(Object.keys(truth.operatorSets).map((set) => lower(set.split('/')[0]!)))
      const admins = new Map(
        Object.entries(truth.admins).map(([account, list]) => [
          lower(account),
          list.filter((one) => lower(one) !== lower(account)).length,
        ]),
      )
      expect(controllers.controllers.length).toBeGreaterThan(0)
      for (const { controller, type, admins: count } of controllers.controllers) {
        if (avss.has(controller.id)) expect(type).toBe('AVS')
        else expect(['UNKNOWN', 'OPERATOR']).toContain(type)
        if (admins.has(controller.id)) expect(count).toBe(admins.get(controller.id))
      }
    })
  })

  test.each([
    'changes(blocks: 0) { count }',
    'slashings(within: 0) { block }',
    'slashings(offset: -1) { block }',
  ])('%s is refused', async (field) => {
    expect(await api.refuse(`{ governance { ${field} } }`)).toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })
})
