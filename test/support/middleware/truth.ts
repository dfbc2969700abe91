import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A recording in this repository of an AVS on eigenlayer-middleware. */
export const MIDDLEWARE = 'fixtures/middleware-a'

interface QuorumTruth {
  params: {
    maxOperatorCount: number
    kickBIPsOfOperatorStake: number
    kickBIPsOfTotalStake: number
  }
  minimumStake: string
  stakeType: string
  lookAhead: number
  totalStake: string
  totalOperators: number
  operatorIds: string[]
  quorumUpdateBlockNumber: string
  strategies: { strategy: string; multiplier: string }[]
  membersInCore: string[]
}

interface OperatorTruth {
  id: string
  status: string
  bitmap: string
  lastEjectionTimestamp: string
  stake: Record<string, string>
  weightNow: Record<string, string>
}

export interface RequestTruth {
  operator: string
  operatorSetId: number
  strategies: string[]
  wadsToSlash: string[]
  requestTimestamp: number
  status: string
}

/** Answers of the contracts of an AVS at one block. */
export interface MiddlewareTruth {
  coordinator: string
  avs: string
  quorums: Record<string, QuorumTruth>
  operators: Record<string, OperatorTruth>
  slashingRequests: RequestTruth[]
  ejection: Record<string, { rateLimitWindow: number; ejectableStakePercent: number }>
  quorumCount: number
  churnApprover: string
  ejector: string
  vetoCommittee: string
}

export interface MiddlewareCheckpoint {
  block: number
  timestamp: number
  avsMiddleware: MiddlewareTruth
}

/** Recordings with an AVS on eigenlayer-middleware: that of the project, and others of the folder of recordings. */
export function middlewareRecordings(): { name: string; dir: string }[] {
  const folder = process.env.LINCHPIN_TEST_RECORDINGS
  const all = folder && existsSync(folder) ? readdirSync(folder) : []
  const others = all.filter((name) => /^middleware-/.test(name) && name !== basename(MIDDLEWARE))
  return [MIDDLEWARE, ...others.map((name) => join(folder!, name))].map((dir) => ({
    name: basename(dir),
    dir,
  }))
}

export function middlewareTruth(dir: string): MiddlewareCheckpoint[] {
  const text = gunzipSync(readFileSync(join(dir, 'GROUND_TRUTH.json.gz'))).toString()
  return JSON.parse(text).checkpoints
}
