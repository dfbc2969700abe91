import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TOOLS } from '../../src/mcp/tools'
import { useRecordedApi } from '../support/api/recorded-api'
import { BOTH } from '../support/recordings'

// biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of what it asks for
type Answer = any

const api = useRecordedApi('mcpboth', BOTH)
const deployment = JSON.parse(readFileSync(join(BOTH, 'deployment.json'), 'utf8'))
const lower = (addresses: string[]) => addresses.map((address) => address.toLowerCase()).sort()
const idsOf = (members: { id: string }[]) => members.map(({ id }) => id).sort()

/** What a tool answers to arguments that it accepts. */
async function use(name: string, args: object): Promise<Answer> {
  const tool = TOOLS.find((one) => one.name === name)!
  const { query, variables } = tool.operation(tool.args.parse(args) as Answer)
  return api.ask(query, variables)
}

test('overview names operators and services that are in both, as the deployment lists them', async () => {
  const { securityMarket } = await use('overview', {})
  expect(idsOf(securityMarket.operatorsInBoth)).toEqual(lower(deployment.overlap.operatorsInBoth))
  expect(idsOf(securityMarket.servicesInBoth)).toEqual(lower(deployment.overlap.servicesInBoth))
})

test('slashings of one protocol have what that protocol says of them', async () => {
  const { slashings } = await use('slashings', { protocol: 'SYMBIOTIC', limit: 100 })
  expect(slashings).toHaveLength(100)
  for (const { protocol, status, pools, operatorSetId } of slashings) {
    expect([protocol, operatorSetId.slice(0, 10)]).toEqual(['SYMBIOTIC', 'symbiotic-'])
    if (status === 'EXECUTED') expect(pools[0].realized).toMatch(/^\d+$/)
    else expect(pools[0].accounted).toBeNull()
  }
  const { slashings: others } = await use('slashings', { protocol: 'EIGENLAYER' })
  expect(others.length).toBeGreaterThan(0)
  for (const { protocol, pools } of others) {
    expect([protocol, pools[0]?.realized ?? null]).toEqual(['EIGENLAYER', null])
  }
})

test('operator has what it committed in both, and simulate slashes one of its vaults', async () => {
  const { commitments } = await api.ask(
    '{ commitments(where: {protocol_eq: SYMBIOTIC}, limit: 1000) { operator { id } operatorSet { id } pool { id } slashableStake } }',
  )
  const both = new Set(lower(deployment.overlap.operatorsInBoth))
  const one = commitments.find(
    ({ operator, slashableStake }: Answer) => both.has(operator.id) && BigInt(slashableStake) > 1n,
  )
  const { operator, commitments: own } = await use('operator', { address: one.operator.id })
  expect(operator.protocols).toEqual(['EIGENLAYER', 'SYMBIOTIC'])
  expect(own.map(({ operatorSet }: Answer) => operatorSet.id)).toContain(one.operatorSet.id)
  const { simulate } = await use('simulate', {
    shocks: [
      {
        slashVault: {
          operator: one.operator.id,
          operatorSet: one.operatorSet.id,
          pool: one.pool.id,
          amount: one.slashableStake,
        },
      },
    ],
  })
  expect(simulate.vaultSlashings).toMatchObject([
    { accounted: one.slashableStake, pool: { id: one.pool.id } },
  ])
})
