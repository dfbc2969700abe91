import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { someOf } from '../long.mjs'
import { type ServedRecording, serveRecording } from '../support/api/recorded-api'
import { V2 } from '../support/recordings'
import { vaultRecordings } from '../truth/vaults/recordings'

/*
 * What accounts lost by slashings of vaults, a second time from the logs of the vaults alone, by plain loops from the first log on:
 * who held how many shares, what they were worth before and after each loss. And that it adds up to what the vault lost.
 */

interface Log {
  block: number
  logIndex: number
  time: string
  name: string
  arguments: Record<string, string>
}

interface Loss {
  staker: string
  before: string
  after: string
  queuedLoss: string
  loss: string
}

/** Shares and assets of the active stake, or of an epoch. */
interface Part {
  assets: bigint
  shares: bigint
  readonly by: Map<string, bigint>
}

const NOBODY = `0x${'0'.repeat(40)}`
const part = (): Part => ({ assets: 0n, shares: 0n, by: new Map() })

function give(to: Part, account: string, assets: bigint, shares: bigint) {
  to.assets += assets
  to.shares += shares
  to.by.set(account, (to.by.get(account) ?? 0n) + shares)
}

const worth = ({ assets, shares, by }: Part, account: string) =>
  ((by.get(account) ?? 0n) * (assets + 1n)) / (shares + 1n)

/** Losses of accounts by each loss of a vault, by block and log. */
function replay(logs: readonly Log[], start: bigint, duration: bigint) {
  const active = part()
  const epochs = new Map<bigint, Part>()
  const epochOf = (time: bigint) => (time - start) / duration
  const inEpoch = (epoch: bigint) => {
    const known = epochs.get(epoch) ?? part()
    epochs.set(epoch, known)
    return known
  }
  const losses = new Map<string, Map<string, { active: bigint; queued: bigint }>>()
  for (const { block, logIndex, time, name, arguments: args } of logs) {
    const amount = (of: string) => BigInt(args[of]!)
    const epoch = epochOf(BigInt(time))
    if (name === 'Deposit') give(active, args.onBehalfOf!, amount('amount'), amount('shares'))
    if (name === 'Withdraw') {
      give(active, args.withdrawer!, -amount('amount'), -amount('burnedShares'))
      give(inEpoch(epoch + 1n), args.claimer!, amount('amount'), amount('mintedShares'))
    }
    if (name === 'Transfer' && args.from !== NOBODY && args.to !== NOBODY) {
      give(active, args.from!, 0n, -amount('value'))
      give(active, args.to!, 0n, amount('value'))
    }
    if (name !== 'OnSlash' || amount('slashedAmount') === 0n) continue
    const lost = amount('slashedAmount')
    const [now, next] = [inEpoch(epoch), inEpoch(epoch + 1n)]
    const isNow = epochOf(amount('captureTimestamp')) === epoch
    const accounts = new Set([...active.by.keys(), ...now.by.keys(), ...next.by.keys()])
    const before = new Map(
      [...accounts].map((one) => [one, [worth(active, one), worth(now, one) + worth(next, one)]]),
    )
    const total = active.assets + next.assets + (isNow ? 0n : now.assets)
    const ofActive = (lost * active.assets) / total
    let ofNext = isNow ? lost - ofActive : (lost * next.assets) / total
    let ofNow = lost - ofActive - ofNext
    if (ofNow > now.assets) {
      ofNext += ofNow - now.assets
      ofNow = now.assets
    }
    active.assets -= ofActive
    next.assets -= ofNext
    now.assets -= ofNow
    losses.set(
      `${block}/${logIndex}`,
      new Map(
        [...before].map(([one, [held, queued]]) => [
          one,
          {
            active: held! - worth(active, one),
            queued: queued! - worth(now, one) - worth(next, one),
          },
        ]),
      ),
    )
  }
  return losses
}

describe.each(someOf(vaultRecordings(), 1))('slashings of vaults of $name', ({ dir }) => {
  let api: ServedRecording
  let pool: Pool

  beforeAll(async () => {
    api = await serveRecording('vaultslash', dir)
    pool = new Pool({ connectionString: api.databaseUrl })
  }, 300_000)

  afterAll(async () => {
    await pool?.end()
    await api?.close()
  })

  async function replayed(vault: string) {
    const { rows: logs } = await pool.query<Log>(
      `SELECT block, log_index AS "logIndex", extract(epoch FROM block_time)::int8::text AS time, name, arguments
       FROM contract_event WHERE kind = 'VAULT' AND address = decode(substr($1, 3), 'hex') AND name IS NOT NULL ORDER BY block, log_index`,
      [vault],
    )
    const { vaults } = await api.ask(
      `{ vaults(where: {id_eq: "${vault}"}) { epochStart epochDuration } }`,
    )
    return replay(logs, BigInt(vaults[0].epochStart), BigInt(vaults[0].epochDuration))
  }

  test('take of each account what its shares lose, and of all what the vault lost', async () => {
    const { rows } = await pool.query<{ id: string; vault: string; block: number; lost: string }>(
      `SELECT slashing_id AS id, vault_id AS vault, resolved_at_block AS block, realized::text AS lost
       FROM vault_slashing WHERE to_block IS NULL AND realized IS NOT NULL ORDER BY resolved_at_block`,
    )
    const vaults = new Map<string, Awaited<ReturnType<typeof replayed>>>()
    let [accounts, queued, several] = [0, 0, 0]
    for (const { id, vault, block, lost } of rows) {
      const { slashingLosses } = await api.ask(
        `{ slashingLosses(slashing: "${id}", limit: 1000) { staker before after queuedLoss loss } }`,
      )
      const found = slashingLosses as Loss[]
      const sum = found.reduce((all, { loss }) => all + BigInt(loss), 0n)
      const own = vaults.get(vault) ?? (await replayed(vault))
      vaults.set(vault, own)
      // Of several losses in a block, the one with this sum.
      const inBlock = [...own].filter(([key]) => key.startsWith(`${block}/`))
      if (inBlock.length > 1) several++
      const told = found.map(({ staker, before, after, queuedLoss }) => {
        return [staker, BigInt(before) - BigInt(after), BigInt(queuedLoss)]
      })
      told.sort()
      const expected = inBlock.map(([, byAccount]) => {
        const some = [...byAccount]
          .filter(([, { active, queued }]) => active + queued > 0n)
          .map(([one, { active, queued }]) => [one, active, queued])
        return some.sort()
      })
      if (lost === '0') expect(found).toEqual([])
      else expect(expected).toContainEqual(told)
      // Each balance is rounded down, before and after; shares are worth about a base unit here.
      const allowed = 3n * BigInt(found.length) + 3n
      expect(sum - BigInt(lost)).toBeLessThanOrEqual(allowed)
      expect(BigInt(lost) - sum).toBeLessThanOrEqual(allowed)
      accounts += found.length
      queued += found.filter(({ queuedLoss }) => queuedLoss !== '0').length
    }
    console.log({ slashings: rows.length, vaults: vaults.size, accounts, queued, several })
    expect(rows.length).toBeGreaterThan(100)
    expect(queued).toBeGreaterThan(20)
  }, 300_000)

  test('that were vetoed or expired took nothing', async () => {
    const { slashings } = await api.ask(
      `{ slashings(where: {protocol_eq: SYMBIOTIC}, limit: 1000) { id status } }`,
    )
    const others = slashings.filter(({ status }: { status: string }) => status !== 'EXECUTED')
    expect(others.length).toBeGreaterThan(0)
    for (const { id } of others.slice(0, 5)) {
      const { slashingLosses } = await api.ask(`{ slashingLosses(slashing: "${id}") { staker } }`)
      expect(slashingLosses).toEqual([])
    }
  })
})

test('of a vault of version 3 who lost what is not known, and that is said', async () => {
  const api = await serveRecording('vaultslash2', V2)
  const { slashings } = await api.ask(
    `{ slashings(where: {protocol_eq: SYMBIOTIC}, limit: 1) { id } }`,
  )
  expect(
    await api.refuse(`{ slashingLosses(slashing: "${slashings[0].id}") { staker } }`),
  ).toMatchObject({ code: 'BAD_USER_INPUT', hint: expect.stringContaining('version 3') })
  await api.close()
}, 300_000)
