import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'

const DIR = 'fixtures/both-a'

interface Deployed {
  address: string
  burner: string
  curator: string
  epochDuration: number
  resolverSetEpochsDelay: number | null
  vetoDuration: number | null
}

const { vaults: deployed } = JSON.parse(readFileSync(join(DIR, 'deployment.json'), 'utf8')) as {
  vaults: Deployed[]
}
const { checkpoints } = JSON.parse(
  gunzipSync(readFileSync(join(DIR, 'GROUND_TRUTH.json.gz'))).toString(),
) as { checkpoints: { block: number; vaults: Record<string, { hook: string; burner: string }> }[] }

const ZERO = `0x${'0'.repeat(40)}`
const lower = (text: string) => text.toLowerCase()

interface Address {
  address: string
}

interface Rules {
  vault: Address
  roles: { contractKind: string; name: string | null; account: Address }[]
  hook: Address | null
  burner: Address
  vetoDuration: string | null
  epochDuration: string
  resolverExitGap: string | null
  resolvers: { operatorSet: { id: string }; resolver: Address | null }[]
}

const RULES = `query ($block: Int!) { governance(block: { number: $block }) { vaults(limit: 100) {
  vault { address } roles { contractKind name account { address } } hook { address } burner { address }
  vetoDuration epochDuration resolverExitGap resolvers { operatorSet { id } resolver { address } }
} } }`

describe('who rules the vaults of both-a', () => {
  const api = useRecordedApi('whorules', DIR)
  const rulesAt = async (block: number): Promise<Rules[]> =>
    (await api.ask(RULES, { block })).governance.vaults

  test('hooks and burners are what the contracts answered at every checkpoint', async () => {
    let compared = 0
    for (const { block, vaults } of checkpoints) {
      const rules = await rulesAt(block)
      const truth = Object.entries(vaults).map(([vault, { hook, burner }]) => [
        lower(vault),
        hook === ZERO ? null : lower(hook),
        lower(burner),
      ])
      const found = rules.map(({ vault, hook, burner }) => [
        vault.address,
        hook?.address ?? null,
        burner.address,
      ])
      expect(found, `block ${block}`).toEqual(truth.sort())
      compared += 2 * truth.length
    }
    expect(compared).toBeGreaterThan(300)
  })

  test('every role has a name, and the curator that made a vault is its default admin', async () => {
    const rules = await rulesAt(3000)
    expect(rules.length).toBe(deployed.length)
    for (const { vault, roles } of rules) {
      expect(roles.filter(({ name }) => name === null)).toEqual([])
      const admins = roles.filter(
        ({ contractKind, name }) => contractKind === 'VAULT' && name === 'DEFAULT_ADMIN_ROLE',
      )
      const { curator } = deployed.find(({ address }) => lower(address) === vault.address)!
      expect(admins.map(({ account }) => account.address)).toEqual([lower(curator)])
    }
  })

  test('the exit gap of resolvers follows from the constants: (2 - delay) epochs', async () => {
    for (const { vault, resolverExitGap, vetoDuration } of await rulesAt(3000)) {
      const own = deployed.find(({ address }) => lower(address) === vault.address)!
      const { resolverSetEpochsDelay: delay, epochDuration } = own
      expect(resolverExitGap).toBe(delay === null ? null : `${(2 - delay) * epochDuration}`)
      expect(vetoDuration).toBe(own.vetoDuration === null ? null : `${own.vetoDuration}`)
    }
  })

  test('all 155 logs of roles are governance changes, each with who gained or lost it', async () => {
    const { governanceChanges } = await api.ask(
      '{ governanceChanges(where: { kind_eq: ROLE }, limit: 1000) { event before after } }',
    )
    expect(governanceChanges.length).toBe(155)
    for (const { event, before, after } of governanceChanges) {
      const [had, has] = event === 'RoleGranted' ? [null, 42] : [42, 0]
      expect([before?.length ?? null, after.length]).toEqual([had, has])
    }
  })

  test('veto coverage and stake under resolvers equal plain loops over commitments, vault by vault', async () => {
    let covered = 0
    for (const block of [625, 1503, 2190]) {
      const { commitments } = await api.ask(
        `{ commitments(block: { number: ${block} }, where: { protocol_eq: SYMBIOTIC }, limit: 1000) {
          operatorSet { id } pool { address } slashableStake } }`,
      )
      for (const { vault, resolvers } of await rulesAt(block)) {
        const pool = vault.address
        const mine = commitments.filter(
          (one: { pool: Address; slashableStake: string }) =>
            one.pool.address === pool && one.slashableStake !== '0',
        )
        const sums = new Map<string, bigint>()
        let total = 0n
        for (const { operatorSet, slashableStake } of mine) {
          total += BigInt(slashableStake)
          const found = resolvers.find((one) => one.operatorSet.id === operatorSet.id)
          const resolver = found?.resolver?.address
          if (resolver) sums.set(resolver, (sums.get(resolver) ?? 0n) + BigInt(slashableStake))
        }
        const { governance, controllers } = await api.ask(
          `{ governance(scope: { pool: "${pool}" }, block: { number: ${block} }) {
              meta { nullReason } vetoCoverage { slashable vetoable unknown resolvers { resolver { address } stake } } }
            controllers(by: RESOLVER, scope: { pool: "${pool}" }, block: { number: ${block} }) {
              controllers(limit: 100) { controller { address } stake vaults { address } } } }`,
        )
        if (governance.meta.nullReason !== null) {
          expect(total).toBe(0n)
          continue
        }
        const { slashable, vetoable, unknown, resolvers: powers } = governance.vetoCoverage
        expect([slashable, unknown]).toEqual([`${total}`, 0])
        expect(vetoable).toBe(`${[...sums.values()].reduce((a, b) => a + b, 0n)}`)
        expect(
          new Map(
            powers.map((one: { resolver: Address; stake: string }) => [
              one.resolver.address,
              BigInt(one.stake),
            ]),
          ),
        ).toEqual(sums)
        const names = controllers.controllers.map(
          ({ controller }: { controller: Address }) => controller.address,
        )
        expect(names.sort()).toEqual([...sums.keys()].sort())
        covered += sums.size
      }
    }
    expect(covered).toBeGreaterThan(5)
  })

  test('whoever gets slashed stake of a vault is its burner, and its managers are the holders of its roles', async () => {
    const [rules] = (await rulesAt(2190)).filter(({ roles }) => roles.length > 0)
    const pool = rules!.vault.address
    const { burners, managers } = await api.ask(
      `{ burners: controllers(by: REDISTRIBUTION_RECIPIENT, scope: { pool: "${pool}" }, block: { number: 2190 }) {
          slashable unknown redistributionShare controllers(limit: 9) { controller { address } vaults { address } } }
        managers: controllers(by: VAULT_MANAGER, scope: { pool: "${pool}" }, block: { number: 2190 }) {
          controllers(limit: 99) { controller { address } } } }`,
    )
    expect(burners.controllers).toEqual([
      { controller: rules!.burner, vaults: [{ address: pool }] },
    ])
    expect([burners.unknown, burners.redistributionShare]).toEqual(['0', '1'])
    const holders = rules!.roles.filter(({ contractKind }) => contractKind !== 'STAKER_REWARDS')
    expect(
      managers.controllers
        .map(({ controller }: { controller: Address }) => controller.address)
        .sort(),
    ).toEqual([...new Set(holders.map(({ account }) => account.address))].sort())
  })

  test('what was slashed went to the burner of the vault, and nothing went anywhere before it was executed', async () => {
    const { slashings } = await api.ask(
      '{ slashings(where: { protocol_eq: SYMBIOTIC }, limit: 1000) { status pools { pool { address } receiver } } }',
    )
    const burners = new Map(deployed.map((one) => [lower(one.address), lower(one.burner)]))
    expect(slashings.length).toBeGreaterThan(160)
    for (const { status, pools } of slashings) {
      const [{ pool, receiver }] = pools
      expect(receiver).toBe(status === 'EXECUTED' ? burners.get(pool.address) : null)
    }
  })
})
