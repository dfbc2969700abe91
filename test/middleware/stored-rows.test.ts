import { describe, expect, test } from 'vitest'
import { loadRecording } from '../../src/chain/recording/recording'
import { networkFromDeployment } from '../../src/config/deployment'
import {
  ejectionLimitKey,
  inQuorumKey,
  quorumKey,
  quorumOperatorKey,
  slashingRequestKey,
} from '../../src/facts/ids'
import { blockOf } from '../support/chain/feed'
import { DryLedger } from '../support/dry-ledger'
import {
  type MiddlewareTruth,
  middlewareRecordings,
  middlewareTruth,
} from '../support/middleware/truth'

const low = (hex: string) => hex.toLowerCase()

const STATUS: Record<string, string> = {
  Requested: 'REQUESTED',
  Cancelled: 'CANCELLED',
  Completed: 'FULFILLED',
}

/** What the contracts answer, and what the rows say, by a name for each value. */
function compared(ledger: DryLedger, truth: MiddlewareTruth, slasher: string, manager: string) {
  const found: Record<string, unknown> = {}
  const expected: Record<string, unknown> = {}
  const put = (name: string, isValue: unknown, mustBe: unknown) => {
    found[name] = isValue
    expected[name] = mustBe
  }
  const coordinator = low(truth.coordinator)
  const middleware = ledger.row('avsMiddleware', coordinator)
  put('avs', middleware?.avs, low(truth.avs))
  put('quorums', middleware?.quorumCount, truth.quorumCount)
  put('ejector', middleware?.ejector, low(truth.ejector))
  put('churn approver', middleware?.churnApprover, low(truth.churnApprover))
  put('veto committee', middleware?.vetoCommittee, low(truth.vetoCommittee))
  for (const [number, quorum] of Object.entries(truth.quorums)) {
    const key = quorumKey(coordinator, Number(number))
    const row = ledger.row('quorum', key)
    const { params } = quorum
    put(`${key} most operators`, row?.maxOperatorCount, BigInt(params.maxOperatorCount))
    put(`${key} kick 1`, row?.kickBipsOfOperatorStake, params.kickBIPsOfOperatorStake)
    put(`${key} kick 2`, row?.kickBipsOfTotalStake, params.kickBIPsOfTotalStake)
    put(`${key} minimum`, row?.minimumStake, BigInt(quorum.minimumStake))
    put(`${key} type`, row?.stakeType, quorum.stakeType)
    put(`${key} look-ahead`, row?.lookAhead, BigInt(quorum.lookAhead))
    put(`${key} updated`, row?.updatedAtBlock ?? 0n, BigInt(quorum.quorumUpdateBlockNumber))
    put(
      `${key} order`,
      row?.strategyOrder,
      quorum.strategies.map(({ strategy }) => low(strategy)),
    )
    for (const { strategy, multiplier } of quorum.strategies) {
      const strategyRow = ledger.row('quorumStrategy', inQuorumKey(key, low(strategy)))
      put(`${key} ${strategy}`, strategyRow?.multiplier, BigInt(multiplier))
    }
    const stakes = ledger.rows('quorumStake').filter((stake) => stake.quorum === key)
    const members = stakes.filter(({ isMember }) => isMember)
    const total = stakes.reduce((sum, { stake }) => sum + stake, 0n)
    put(`${key} total`, total, BigInt(quorum.totalStake))
    put(
      `${key} members`,
      members.map(({ keyHash }) => keyHash).sort(),
      quorum.operatorIds.map(low).sort(),
    )
  }
  for (const [address, operator] of Object.entries(truth.operators)) {
    const row = ledger.row('quorumOperator', quorumOperatorKey(coordinator, low(operator.id)))
    put(`${address} operator`, row?.operator, low(address))
    put(`${address} status`, row?.status, operator.status)
    put(`${address} bitmap`, row?.bitmap, BigInt(operator.bitmap))
    put(`${address} ejected`, row?.lastEjectedAt ?? 0n, BigInt(operator.lastEjectionTimestamp))
    for (const [number, stake] of Object.entries(operator.stake)) {
      const key = inQuorumKey(quorumKey(coordinator, Number(number)), low(operator.id))
      put(`${address} stake ${number}`, ledger.row('quorumStake', key)?.stake, BigInt(stake))
    }
  }
  for (const [number, limit] of Object.entries(truth.ejection)) {
    const row = ledger.row('ejectionLimit', ejectionLimitKey(manager, Number(number)))
    put(`limit ${number} window`, row?.rateLimitWindow, BigInt(limit.rateLimitWindow))
    put(`limit ${number} part`, row?.ejectableStakeBips, limit.ejectableStakePercent)
  }
  put('requests', ledger.rows('slashingRequest').length, truth.slashingRequests.length)
  truth.slashingRequests.forEach((request, id) => {
    const key = slashingRequestKey(slasher, BigInt(id))
    const row = ledger.row('slashingRequest', key)
    put(`${key} status`, row?.status, STATUS[request.status])
    put(`${key} operator`, row?.operator, low(request.operator))
    put(`${key} set`, row?.setId, BigInt(request.operatorSetId))
    put(`${key} time`, row?.requestedAt, BigInt(request.requestTimestamp))
    const pools = ledger.rows('slashingRequestPool').filter(({ request }) => request === key)
    put(
      `${key} wads`,
      pools.map(({ wad }) => wad),
      request.wadsToSlash.map(BigInt),
    )
    const known = pools.filter(({ pool }) => pool !== null)
    // No event tells which strategies a request names if it names fewer than there are.
    if (known.length === 0 && row?.status !== 'FULFILLED') return
    put(
      `${key} pools`,
      pools.map(({ pool }) => pool),
      request.strategies.map(low),
    )
  })
  return { found, expected }
}

describe.each(middlewareRecordings())('rows of $name', ({ dir }) => {
  test('equal the contracts at every checkpoint', async () => {
    const recording = await loadRecording(dir)
    const { middleware } = recording.deployment as {
      middleware: { vetoableSlasher: string; ejectionManager: string }
    }
    const ledger = await DryLedger.beginning(networkFromDeployment(recording.deployment))
    let next = recording.first
    let values = 0
    for (const { block, avsMiddleware } of middlewareTruth(dir)) {
      const blocks = []
      for (; next <= block; next++) blocks.push(blockOf(recording, next))
      await ledger.index(blocks)
      const { found, expected } = compared(
        ledger,
        avsMiddleware,
        low(middleware.vetoableSlasher),
        low(middleware.ejectionManager),
      )
      expect(found, `block ${block}`).toEqual(expected)
      values += Object.keys(expected).length
    }
    console.info(`${values} values equal`)
    expect(values).toBeGreaterThan(1000)
    expect(ledger.appended('contractEvent').filter(({ status }) => status !== 'DECODED')).toEqual(
      [],
    )
  })
})
