import { describe, expect, test } from 'vitest'
import { useRecordedApi } from '../support/api/recorded-api'
import { middlewareRecordings, middlewareTruth } from '../support/middleware/truth'

type Address = { address: string }
type QuorumId = { number: number; avs: Address }

interface QuorumAnswer extends QuorumId {
  stakeType: string
  minimumStake: string
  totalStake: string
  operatorCount: number
  strategies: { pool: Address; multiplier: string }[]
}

interface StakeAnswer {
  quorum: QuorumId
  operator: Address
  operatorId: string
  stake: string
  weightNow: string
  isMember: boolean
  isMemberInCore: boolean
}

interface RequestAnswer {
  requestId: string
  status: string
  operator: Address
  operatorSetId: string
  pools: { pool: Address | null; wad: string }[]
  requestedAt: string
  vetoDeadline: string
  resolvedAtBlock: number | null
}

const low = (hex: string) => hex.toLowerCase()

const STATUS: Record<string, string> = {
  Requested: 'REQUESTED',
  Cancelled: 'CANCELLED',
  Completed: 'FULFILLED',
}

describe.each(middlewareRecordings())('queries as clients write them, on $name', ({ dir }) => {
  const api = useRecordedApi('middleware', dir)
  const checkpoints = middlewareTruth(dir)

  test.each(checkpoints)('quorums at block $block', async ({ block, avsMiddleware: truth }) => {
    const { quorums }: { quorums: QuorumAnswer[] } = await api.ask(
      `{ quorums(block: {number: ${block}}, limit: 100) { number avs { address } stakeType minimumStake totalStake operatorCount strategies { pool { address } multiplier } } }`,
    )
    const avs = { address: low(truth.avs) }
    const sorted = (strategies: QuorumAnswer['strategies']) =>
      strategies.toSorted((a, b) => (a.pool.address < b.pool.address ? -1 : 1))
    const expected = Object.entries(truth.quorums).map(([number, quorum]) => ({
      number: Number(number),
      avs,
      stakeType: quorum.stakeType,
      minimumStake: quorum.minimumStake,
      totalStake: quorum.totalStake,
      operatorCount: quorum.totalOperators,
      strategies: sorted(
        quorum.strategies.map(({ strategy, multiplier }) => ({
          pool: { address: low(strategy) },
          multiplier,
        })),
      ),
    }))
    const found = quorums.map((one) => ({ ...one, strategies: sorted(one.strategies) }))
    expect(found.toSorted((a, b) => a.number - b.number)).toEqual(expected)
  })

  test.each(checkpoints)(
    'recorded stake, and the weight that the stake of block $block would give',
    async ({ block, avsMiddleware: truth }) => {
      const { quorumStakes }: { quorumStakes: StakeAnswer[] } = await api.ask(
        `{ quorumStakes(block: {number: ${block}}, limit: 1000) { quorum { number avs { address } } operator { address } operatorId stake weightNow isMember isMemberInCore } }`,
      )
      const line = (number: string | number, operator: string, ...values: unknown[]) =>
        `${number} ${low(operator)} ${values.join(' ')}`
      const expected = Object.entries(truth.operators).flatMap(([operator, of]) =>
        Object.keys(of.stake).map((number) =>
          line(number, operator, low(of.id), of.stake[number], of.weightNow[number]),
        ),
      )
      const found = quorumStakes.map(({ quorum, operator, operatorId, stake, weightNow }) =>
        line(quorum.number, operator.address, operatorId, stake, weightNow),
      )
      expect(found.toSorted()).toEqual(expected.toSorted())
      // Who was put out of a quorum stays in the operator set of the core.
      const inCore = quorumStakes.filter(({ isMemberInCore }) => isMemberInCore)
      expect(
        inCore.map(({ quorum, operator }) => line(quorum.number, operator.address)).sort(),
      ).toEqual(
        Object.entries(truth.quorums)
          .flatMap(([number, { membersInCore }]) => membersInCore.map((one) => line(number, one)))
          .sort(),
      )
    },
  )

  test.each(checkpoints)('slashing requests at block $block', async ({ block, avsMiddleware }) => {
    const { slashingRequests }: { slashingRequests: RequestAnswer[] } = await api.ask(
      `{ slashingRequests(block: {number: ${block}}, orderBy: [requestId_ASC], limit: 1000) { requestId status operator { address } operatorSetId pools(orderBy: [position_ASC]) { pool { address } wad } requestedAt vetoDeadline resolvedAtBlock } }`,
    )
    const expected = avsMiddleware.slashingRequests.map((request, id) => {
      const { pools = [], resolvedAtBlock = null } = slashingRequests[id] ?? {}
      const isKnown = request.status === 'Completed' || pools.some(({ pool }) => pool !== null)
      return {
        requestId: `${id}`,
        status: STATUS[request.status],
        operator: { address: low(request.operator) },
        operatorSetId: `${request.operatorSetId}`,
        pools: request.wadsToSlash.map((wad, position) => ({
          // No event tells which strategies a request names if it names fewer than there are.
          pool: isKnown ? { address: low(request.strategies[position]!) } : null,
          wad,
        })),
        requestedAt: `${request.requestTimestamp}`,
        vetoDeadline: `${request.requestTimestamp + 259_200}`,
        resolvedAtBlock: request.status === 'Requested' ? null : resolvedAtBlock,
      }
    })
    expect(slashingRequests).toEqual(expected)
  })

  test('ejections are those of the manager, each with the time that the contract kept', async () => {
    const {
      ejections,
      quorumOperators,
    }: {
      ejections: {
        block: number
        blockTime: string
        operator: Address
        quorum: { number: number }
      }[]
      quorumOperators: { operator: Address; lastEjectedAt: string | null }[]
    } = await api.ask(
      `{ ejections(orderBy: [block_ASC, logIndex_ASC], limit: 1000) { block blockTime operator { address } quorum { number } }
         quorumOperators(limit: 1000) { operator { address } lastEjectedAt } }`,
    )
    expect(ejections.length).toBeGreaterThan(0)
    const last = new Map<string, string>()
    for (const { operator, blockTime } of ejections) {
      last.set(operator.address, `${Date.parse(blockTime) / 1000}`)
    }
    const { operators } = checkpoints.at(-1)!.avsMiddleware
    const truth = Object.entries(operators).map(([operator, { lastEjectionTimestamp }]) => [
      low(operator),
      lastEjectionTimestamp === '0' ? null : lastEjectionTimestamp,
    ])
    const kept = quorumOperators.map(({ operator, lastEjectedAt }) => [
      operator.address,
      lastEjectedAt,
    ])
    expect(kept.sort()).toEqual(truth.sort())
    const logged = quorumOperators.map(({ operator: { address } }) => [
      address,
      last.get(address) ?? null,
    ])
    expect(logged.sort()).toEqual(truth.sort())
  })

  test.each(checkpoints)(
    'ejections in overload at block $block, and the time since',
    async ({ block, timestamp, avsMiddleware: truth }) => {
      const { overload, ejections } = await api.ask(
        `{ overload(block: {number: ${block}}) { operators(limit: 1000) { operator { id } ejections lastEjectionBlock secondsSinceEjection } }
         ejections(block: {number: ${block}}, where: {isRemoved_eq: true}, orderBy: [id_ASC], limit: 1000) { block blockTime operator { address } } }`,
      )
      const registered = new Set(Object.keys(truth.operators).map(low))
      const expected = new Map<string, { count: number; block: number; time: number }>()
      for (const { block, blockTime, operator } of ejections) {
        const { count = 0 } = expected.get(operator.address) ?? {}
        expected.set(operator.address, {
          count: count + 1,
          block,
          time: Date.parse(blockTime) / 1000,
        })
      }
      for (const { operator, ...found } of overload.operators) {
        const own = expected.get(operator.id)
        expect(found, operator.id).toEqual({
          ejections: registered.has(operator.id) ? (own?.count ?? 0) : null,
          lastEjectionBlock: own?.block ?? null,
          secondsSinceEjection: own ? `${timestamp - own.time}` : null,
        })
      }
    },
  )
})
