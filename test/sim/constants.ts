import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Recording } from '../../src/chain/recording/recording'
import { DEALLOCATION_DELAY, minWithdrawalDelayBlocks } from '../../src/contracts/view'
import { encodeAnswer } from '../support/contracts'
import type { Answer, Call } from './messages'

/** What a call of a contract gives while it is not answered. */
export const SILENCES = ['revert', 'no code', 'missing trie node', 'Internal error'] as const
export type Silence = (typeof SILENCES)[number]

/** A deployment that leaves the constants to the contracts. */
export function withoutConstants({ deployment }: Recording): { file: string; deployment: object } {
  const bare = { ...(deployment as object), constants: {} }
  const file = join(tmpdir(), `linchpin-sim-bare-${process.pid}.json`)
  writeFileSync(file, JSON.stringify(bare))
  return { file, deployment: bare }
}

/** The answer to a call of a contract. @param silence null: contracts answer as deployed */
export function answerContract({ id, params }: Call, silence: Silence | null): Answer {
  const { data } = Object(params[0]) as { data: string }
  const result = (value: string): Answer => ({ jsonrpc: '2.0', id, result: value })
  const refuse = (code: number, message: string): Answer => ({
    jsonrpc: '2.0',
    id,
    error: { code, message },
  })
  if (silence === 'no code') return result('0x')
  if (silence === 'missing trie node') return refuse(-32000, silence)
  if (silence === 'Internal error') return refuse(-32603, silence)
  if (silence === null && minWithdrawalDelayBlocks.is(data)) {
    return result(encodeAnswer(minWithdrawalDelayBlocks.returnType, 64))
  }
  if (silence === null && DEALLOCATION_DELAY.is(data)) {
    return result(encodeAnswer(DEALLOCATION_DELAY.returnType, 48))
  }
  return refuse(3, 'execution reverted')
}
