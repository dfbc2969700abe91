import { beforeAll, describe, expect, test } from 'vitest'
import { TOOLS } from '../../src/mcp/tools'
import { useRecordedApi } from '../support/api/recorded-api'
import { middlewareRecordings } from '../support/middleware/truth'

interface Loss {
  staker: string
  pool: string
  before: string
  after: string
  queuedLoss: string
  loss: string
}

interface Shown {
  request: string
  pools: { pool: { id: string } | null; shares: string | null; queuedShares: string | null }[]
  atMost: { pool: { id: string }; shares: string; queuedShares: string }[]
  stakers: Loss[]
  nullReason: string | null
}

interface Slashing {
  id: string
  block: number
  logIndex: number
  transactionHash: string
  operator: { id: string }
  operatorSet: { id: string }
  requests: { id: string }[]
  pools: {
    pool: { id: string }
    sharesBefore: string
    sharesAfter: string
    queuedSharesSlashed: string
  }[]
}

interface Executed {
  id: string
  slashing: Slashing
}

const SHOWN = `request pools { pool { id } shares queuedShares } atMost { pool { id } shares queuedShares }
  stakers(limit: 1000) { staker pool before after queuedLoss loss } nullReason`
const CORE = '[ALLOCATION_MANAGER, DELEGATION_MANAGER, STRATEGY_MANAGER, EIGEN_POD_MANAGER]'

describe.each(middlewareRecordings())('requests of slashings on $name', ({ name, dir }) => {
  const api = useRecordedApi('requestlosses', dir)
  let executed: Executed[]

  beforeAll(async () => {
    const { slashingRequests } = await api.ask(
      `{ slashingRequests(where: {status_eq: FULFILLED}, orderBy: [requestId_ASC], limit: 1000) { id slashing {
          id block logIndex transactionHash operator { id } operatorSet { id } requests { id } pools(orderBy: position_ASC) { pool { id } sharesBefore sharesAfter queuedSharesSlashed } } } }`,
    )
    executed = slashingRequests
  })

  const shownAt = async (block: number, request: string): Promise<Shown> => {
    const { slashingRequestLosses } = await api.ask(
      `{ slashingRequestLosses(request: "${request}", block: {number: ${block}}) { requests(limit: 1) { ${SHOWN} } } }`,
    )
    return slashingRequestLosses.requests[0]
  }

  /** Whether nothing else of the block named the operator: no deposit, delegation, withdrawal, allocation or slashing of it. */
  const isAlone = async ({ block, transactionHash, operator }: Slashing) => {
    const { contractEvents } = await api.ask(
      `{ contractEvents(where: {block_eq: ${block}, kind_in: ${CORE}, transactionHash_not_eq: "${transactionHash}"}, limit: 1000) { arguments } }`,
    )
    return !JSON.stringify(contractEvents).includes(operator.id)
  }

  const withdrawable = async (operator: string, pool: string, block: number) => {
    const { delegations } = await api.ask(
      `{ delegations(where: {operator: {id_eq: "${operator}"}}, block: {number: ${block}}, limit: 1000) { staker { id } } }`,
    )
    const ids = JSON.stringify(delegations.map((one: { staker: { id: string } }) => one.staker.id))
    const { stakes } = await api.ask(
      `{ stakes(where: {staker: {id_in: ${ids}}, pool: {id_eq: "${pool}"}}, block: {number: ${block}}, limit: 1000) { staker { id } withdrawableShares } }`,
    )
    type Row = { staker: { id: string }; withdrawableShares: string }
    return new Map((stakes as Row[]).map((one) => [one.staker.id, one.withdrawableShares]))
  }

  test('show before their execution what the slashing then took, by pool and by staker, to the wei', async () => {
    let [requests, pools, stakers] = [0, 0, 0]
    for (const { id, slashing } of executed) {
      expect(slashing.requests).toEqual([{ id }])
      const before = slashing.block - 1
      const shown = await shownAt(before, id)
      if (shown.nullReason === 'POOLS_UNKNOWN' || !(await isAlone(slashing))) continue
      expect(shown.nullReason, id).toBeNull()
      requests++
      const taken = slashing.pools.map((one) => ({
        pool: one.pool,
        shares: `${BigInt(one.sharesBefore) - BigInt(one.sharesAfter) + BigInt(one.queuedSharesSlashed)}`,
        queuedShares: one.queuedSharesSlashed,
      }))
      expect(shown.pools, id).toEqual(taken)
      pools += taken.length

      const { slashingLosses } = await api.ask(
        `{ slashingLosses(slashing: "${slashing.id}", limit: 1000) { staker pool before after queuedLoss loss } }`,
      )
      expect(shown.stakers, id).toEqual(slashingLosses)
      stakers += shown.stakers.length
      // And in the ledger, whoever computes losses.
      for (const { pool } of slashing.pools) {
        const operator = slashing.operator.id
        const had = await withdrawable(operator, pool.id, before)
        const has = await withdrawable(operator, pool.id, slashing.block)
        const own = new Map(
          shown.stakers.filter((one) => one.pool === pool.id).map((one) => [one.staker, one]),
        )
        for (const [staker, amount] of had) {
          const loss = own.get(staker)
          expect([loss?.before ?? amount, loss?.after ?? amount], `${id} ${staker}`).toEqual([
            amount,
            has.get(staker),
          ])
        }
      }
    }
    expect(requests).toBeGreaterThan(0)
    expect(pools).toBeGreaterThan(0)
    expect(stakers).toBeGreaterThan(0)
    console.info(
      `${name}: ${requests} of ${executed.length} executed requests, ${pools} pools, ${stakers} losses of stakers`,
    )
  })

  test('of which no log says what strategies they name, take no more than they show', async () => {
    let compared = 0
    for (const { id, slashing } of executed) {
      const shown = await shownAt(slashing.block - 1, id)
      if (shown.nullReason !== 'POOLS_UNKNOWN') {
        expect(shown.atMost, id).toEqual([])
        continue
      }
      expect(shown.stakers).toEqual([])
      expect(shown.pools.every(({ pool, shares }) => pool === null && shares === null)).toBe(true)
      if (!(await isAlone(slashing))) continue
      for (const { pool, sharesBefore, sharesAfter, queuedSharesSlashed } of slashing.pools) {
        const bound = shown.atMost.find((one) => one.pool.id === pool.id)!
        const taken = BigInt(sharesBefore) - BigInt(sharesAfter) + BigInt(queuedSharesSlashed)
        expect(BigInt(bound.shares) >= taken, `${id} ${pool.id}`).toBe(true)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(0)
  })

  test('are those that are pending, at any block; one that is resolved says so', async () => {
    const { id, slashing } = executed[0]!
    const { slashingRequestLosses, slashingRequests } = await api.ask(
      `{ slashingRequestLosses(block: {number: ${slashing.block - 1}}) { requests(limit: 100) { request } }
         slashingRequests(where: {status_eq: REQUESTED}, block: {number: ${slashing.block - 1}}, limit: 100) { id } }`,
    )
    const pending = slashingRequests.map((one: { id: string }) => one.id)
    expect(pending).toContain(id)
    expect(
      slashingRequestLosses.requests.map((one: { request: string }) => one.request).sort(),
    ).toEqual(pending.sort())
    expect(await shownAt(slashing.block, id)).toMatchObject({
      nullReason: 'RESOLVED',
      stakers: [],
    })
    const [avs] = slashing.operatorSet.id.split('/')
    const others = await api.ask(
      `{ of: slashingRequestLosses(avs: "${avs}", operator: "${slashing.operator.id}", block: {number: ${slashing.block - 1}}) { requests(limit: 100) { request operator { id } } }
         other: slashingRequestLosses(avs: "0x${'0'.repeat(40)}", block: {number: ${slashing.block - 1}}) { requests { request } } }`,
    )
    expect(others.of.requests).toContainEqual({ request: id, operator: slashing.operator })
    expect(others.other.requests).toEqual([])
    expect(
      await api.refuse('{ slashingRequestLosses(request: "x") { requests { request } } }'),
    ).toMatchObject({
      code: 'BAD_USER_INPUT',
    })
  })

  test('show the losses of the stakers that are named', async () => {
    const pending = executed.map(async ({ id, slashing }) => ({
      block: slashing.block - 1,
      ...(await shownAt(slashing.block - 1, id)),
    }))
    const { block, request, stakers } = (await Promise.all(pending)).find(
      (one) => new Set(one.stakers.map(({ staker }) => staker)).size > 1,
    )!
    const { staker } = stakers.at(-1)!
    const { slashingRequestLosses } = await api.ask(
      `{ slashingRequestLosses(request: "${request}", stakers: ["${staker}"], block: {number: ${block}}) { requests(limit: 1) { ${SHOWN} } } }`,
    )
    expect(slashingRequestLosses.requests[0].stakers).toEqual(
      stakers.filter((one) => one.staker === staker),
    )
  })

  test('are told to agents beside slashings, but for Symbiotic', async () => {
    const { operator, operatorSet, block } = executed.at(-1)!.slashing
    const [avs] = operatorSet.id.split('/')
    const tool = TOOLS.find((one) => one.name === 'slashings')!
    const use = (args: object) => {
      const { query, variables } = tool.operation(
        tool.args.parse({ operator: operator.id, avs, block: block - 1, limit: 100, ...args }),
      )
      return api.ask(query, variables)
    }
    const { slashingRequests, slashingRequestLosses } = await use({})
    type Row = { id: string; status: string; operatorId: string }
    const rows: Row[] = slashingRequests
    expect(rows.every(({ operatorId }) => operatorId === operator.id)).toBe(true)
    const pending = rows.filter(({ status }) => status === 'REQUESTED').map(({ id }) => id)
    expect(pending).toContain(executed.at(-1)!.id)
    expect(
      slashingRequestLosses.requests.map((one: { request: string }) => one.request).sort(),
    ).toEqual(pending.sort())
    expect(await use({ protocol: 'SYMBIOTIC' })).not.toHaveProperty('slashingRequests')
  })
})
