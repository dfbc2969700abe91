import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../support/api/api-client'
import { createIndexedDatabase } from '../../support/indexed-database'
import type { TestDatabase } from '../../support/postgres'
import { BOTH } from '../../support/recordings'
import { vaultTruth } from './recordings'

const lower = (all: readonly string[]) => all.map((one) => one.toLowerCase()).sort()
const { overlap } = JSON.parse(readFileSync(join(BOTH, 'deployment.json'), 'utf8')) as {
  overlap: Record<
    | 'operatorsInBoth'
    | 'servicesInBoth'
    | 'tokensInBoth'
    | 'eigenlayerOperators'
    | 'symbioticOperators',
    string[]
  >
}

describe('who is in both protocols, on both-a', () => {
  let database: TestDatabase
  let api: TestApi
  const both = new Set(lower(overlap.operatorsInBoth))
  const [ofOne] = lower(overlap.eigenlayerOperators).filter((one) => !both.has(one))
  const [ofOther, alone] = lower(overlap.symbioticOperators).filter((one) => !both.has(one))

  beforeAll(async () => {
    database = await createIndexedDatabase('inboth', BOTH)
    const labels = join(mkdtempSync(join(tmpdir(), 'labels-')), 'labels.json')
    const head = { name: 'test', asOf: '2026-01-01', source: 'this test', chainId: 31337 }
    const groupings = { entity: { joined: [ofOne, ofOther], single: [alone] } }
    writeFileSync(labels, JSON.stringify({ ...head, groupings }))
    api = await startTestApi(database.url, {}, [], { labelFiles: [labels] })
  }, 300_000)

  afterAll(async () => {
    await api?.close()
    await database?.drop()
  })

  const market = async (args: string) => {
    const { securityMarket } = await api.ask(
      `{ securityMarket${args} { operatorsInBoth { address } servicesInBoth { address } entitiesInBoth { id } assetsInBoth { address } stakersInBoth meta { grouping } } }`,
    )
    return securityMarket
  }
  const addresses = (members: { address: string }[]) => members.map(({ address }) => address)

  test('operators, services and tokens are those of the deployment', async () => {
    const found = await market('')
    expect(addresses(found.operatorsInBoth)).toEqual([...both])
    expect(addresses(found.servicesInBoth)).toEqual(lower(overlap.servicesInBoth))
    expect(addresses(found.assetsInBoth)).toEqual(lower(overlap.tokensInBoth))
    expect(found.entitiesInBoth).toEqual([])
  })

  test('stakers are those with shares in both, by the answers of the contracts', async () => {
    const { vaults, stakers } = vaultTruth(BOTH).at(-1)! as ReturnType<typeof vaultTruth>[0] & {
      stakers: Record<string, { deposit: Record<string, string> }>
    }
    const inVaults = new Set(
      Object.values(vaults).flatMap(({ accounts }) =>
        Object.entries(accounts).flatMap(([account, { activeShares }]) =>
          activeShares === '0' ? [] : [account],
        ),
      ),
    )
    const expected = Object.entries(stakers).filter(
      ([staker, { deposit }]) =>
        inVaults.has(staker) && Object.values(deposit).some((one) => one !== '0'),
    )
    expect((await market('')).stakersInBoth).toBe(expected.length)
    expect(expected.length).toBeGreaterThan(0)
  })

  test('a declared entity joins operators of several addresses', async () => {
    const { entitiesInBoth, meta } = await market('(grouping: "entity")')
    expect(entitiesInBoth).toEqual([{ id: 'joined' }])
    expect(meta.grouping).not.toBeNull()
  })
})
