import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { events as ec } from '../../../src/abi/EmissionsController'
import { events as rc } from '../../../src/abi/RewardsCoordinator'
import { add, type Ratio, ratio } from '../../../src/risk/math/ratio'

/*
 * Reward submissions from the recorded logs of the RewardsCoordinator and the EmissionsController, and what accrues of them, in
 * exact fractions; without the SQL of the API and the module risk (but for fractions).
 */

export const DAY = 86_400
export const ZERO = ratio(0n)

/** A reward submission, as an event emitted it. */
export interface Submission {
  block: number
  token: string
  payer: string
  avs: string | null
  set: string | null
  isProgrammatic: boolean
  start: number
  duration: number
  amount: bigint
}

/** A recorded log. */
export interface Log {
  address: string
  blockNumber: string
  blockTimestamp: string
  transactionHash: string
  topics: [string, ...string[]]
  data: string
}

/** Every log of a recording, in order. */
export function logsOf(dir: string): Log[] {
  const text = gunzipSync(readFileSync(join(dir, 'logs.jsonl.gz'))).toString()
  return text.split('\n').flatMap((line): Log[] => (line ? [JSON.parse(line)] : []))
}

/** All submissions, by the logs of RewardsCoordinator and EmissionsController. */
export function submissionsOf(logs: Log[]): Submission[] {
  const processed = logs.filter(({ topics }) => topics[0] === ec.DistributionProcessed.topic)
  const controller = processed[0]?.address.toLowerCase() ?? null
  const forAvs = new Set(
    processed.flatMap((log) => {
      const { distribution, success } = ec.DistributionProcessed.decode(log)
      return success && distribution.distributionType === 4 ? [log.transactionHash] : []
    }),
  )
  const found: Submission[] = []
  for (const log of logs) {
    const { transactionHash } = log
    const own = { block: Number(log.blockNumber), avs: null, set: null, isProgrammatic: false }
    const put = (
      rest: Partial<Submission> & { payer: string },
      s: { token: string; startTimestamp: number; duration: number },
      amount: bigint,
    ) => {
      const { token, startTimestamp: start, duration } = s
      found.push({ ...own, token, start, duration, amount, ...rest })
    }
    const bySet = (one: { caller: string; operatorSet: { avs: string; id: number } }) => {
      const { avs, id } = one.operatorSet
      const isProgrammatic = one.caller === controller
      return { payer: one.caller, avs, set: `${avs}/${id}`, isProgrammatic }
    }
    const total = (rewards: { amount: bigint }[]) =>
      rewards.reduce((sum, { amount }) => sum + amount, 0n)
    switch (log.topics[0]) {
      case rc.AVSRewardsSubmissionCreated.topic: {
        const { avs, rewardsSubmission: s } = rc.AVSRewardsSubmissionCreated.decode(log)
        const isProgrammatic = forAvs.has(transactionHash)
        put({ payer: isProgrammatic ? controller! : avs, avs, isProgrammatic }, s, s.amount)
        break
      }
      case rc.RewardsSubmissionForAllCreated.topic: {
        const { submitter, rewardsSubmission: s } = rc.RewardsSubmissionForAllCreated.decode(log)
        put({ payer: submitter }, s, s.amount)
        break
      }
      case rc.RewardsSubmissionForAllEarnersCreated.topic: {
        const { tokenHopper, rewardsSubmission: s } =
          rc.RewardsSubmissionForAllEarnersCreated.decode(log)
        put({ payer: tokenHopper, isProgrammatic: true }, s, s.amount)
        break
      }
      case rc.OperatorDirectedAVSRewardsSubmissionCreated.topic: {
        const {
          caller,
          avs,
          operatorDirectedRewardsSubmission: s,
        } = rc.OperatorDirectedAVSRewardsSubmissionCreated.decode(log)
        put({ payer: caller, avs }, s, total(s.operatorRewards))
        break
      }
      case rc.OperatorDirectedOperatorSetRewardsSubmissionCreated.topic: {
        const one = rc.OperatorDirectedOperatorSetRewardsSubmissionCreated.decode(log)
        const s = one.operatorDirectedRewardsSubmission
        put(bySet(one), s, total(s.operatorRewards))
        break
      }
      case rc.UniqueStakeRewardsSubmissionCreated.topic:
      case rc.TotalStakeRewardsSubmissionCreated.topic: {
        const event =
          log.topics[0] === rc.UniqueStakeRewardsSubmissionCreated.topic
            ? rc.UniqueStakeRewardsSubmissionCreated
            : rc.TotalStakeRewardsSubmissionCreated
        const one = event.decode(log)
        put(bySet(one), one.rewardsSubmission, one.rewardsSubmission.amount)
      }
    }
  }
  return found
}

/** Expects a decimal to equal a fraction to 12 digits. */
export const near = (text: string, value: Ratio) => {
  const expected = Number(value.num) / Number(value.den)
  expect(Math.abs(Number(text) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 1e-12)
}

/** Amount that accrues in [from, to). */
export function accrued({ start, duration, amount }: Submission, from: number, to: number): Ratio {
  const seconds = Math.min(to, start + duration) - Math.max(from, start)
  return seconds > 0 ? ratio(amount * BigInt(seconds), BigInt(duration)) : ZERO
}

/** Sums by key; without keys whose sum is zero. */
export function sumBy<T>(items: T[], key: (item: T) => string, value: (item: T) => Ratio) {
  const sums = new Map<string, Ratio>()
  for (const item of items) {
    const part = value(item)
    if (part.num > 0n) sums.set(key(item), add(sums.get(key(item)) ?? ZERO, part))
  }
  return sums
}

/** Total of all sums. */
export const all = (sums: Map<string, Ratio>) => [...sums.values()].reduce(add, ZERO)
