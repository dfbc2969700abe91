import { describe, expect, it } from 'vitest'
import { toLog } from '../../src/chain/normalize'
import type { RawLog } from '../../src/chain/types'
import { bitsOf } from '../../src/chain/verify/bloom'
import { Contradiction } from '../../src/chain/verify/contradiction'
import type { Followed } from '../../src/chain/verify/followed'
import { type SealedHeader, toSealedHeader } from '../../src/chain/verify/header'
import { checkHashes, checkLinks } from '../../src/chain/verify/links'
import { checkEqual, checkWholeBlock, inLogOrder } from '../../src/chain/verify/logs'
import type { ProvenBlock } from '../../src/chain/verify/range-proof'
import { reasonToVerify, type VerifyMode } from '../../src/chain/verify/reason-to-verify'
import { toReceipts } from '../../src/chain/verify/receipts'
import { mismatchOf } from '../../src/proof/compare'
import { decodeBlock } from '../../src/protocols/decode-block'
import { logText, type StoredBlock } from '../../src/store/stored-logs'
import {
  ALWAYS_VERIFIED,
  type Json,
  type SimBlock,
  seeded,
  simChain,
  TOPICS,
  WATCHED,
} from '../support/chain/sim-chain'
import { bend, FAULTS, type FaultName } from '../support/chain/sim-faults'

const SEED = Number(process.env.LINCHPIN_TEST_SEED ?? 1)
const alwaysVerified = new Set([ALWAYS_VERIFIED])
const topics = TOPICS.map(bitsOf)
const followed = new Map<string, Followed>(
  WATCHED.map((address) => [address, { firstBlock: 0, bits: bitsOf(address), topics }]),
)
const isWatched = ({ address }: { address: string }) => followed.has(address)

interface Case {
  header: SealedHeader
  receipts: RawLog[]
  block: SimBlock
}

function parsed(block: SimBlock): Case {
  const header = toSealedHeader(block.header)
  const { root, logs } = toReceipts(block.receipts)
  expect(root).toBe(header.receiptsRoot)
  return { block, header, receipts: logs }
}

/** Whether the checks for history (filtered logs) or for the head (whole blocks) accept an answer. */
function accepts({ header, receipts }: Case, answer: Json[], mode: VerifyMode, whole: boolean) {
  const logs = answer.map(toLog).sort(inLogOrder)
  try {
    checkHashes([header])
    if (whole) checkWholeBlock(header, logs)
    if (reasonToVerify(header, logs, followed, { mode, alwaysVerified })) {
      checkEqual(whole ? receipts : receipts.filter(isWatched), logs)
    }
    return true
  } catch (error) {
    if (error instanceof Contradiction) return false
    throw error
  }
}

const kindOf = () => ({ kind: 'STRATEGY', parent: null }) as const

/** The logs of a block as background verification reads them: none if the bloom rules out every followed contract. */
function provenOf({ header, receipts }: Case): ProvenBlock {
  const needsReceipts =
    reasonToVerify(header, [], followed, { mode: 'full', alwaysVerified }) !== null
  return {
    header,
    logs: needsReceipts ? receipts.filter(isWatched) : [],
    by: needsReceipts ? 'receipts' : 'header',
  }
}

/** The logs that are stored of a block if an answer is accepted. */
function storedOf({ header }: Case, answer: Json[]): StoredBlock {
  const logs = answer.map(toLog).sort(inLogOrder)
  const { events } = decodeBlock(header, logs, kindOf)
  return {
    hash: header.hash,
    logs: new Map(events.map((event) => [event.at.logIndex, logText(event)])),
  }
}

/** Makes 10,000 wrong answers, and counts those of each kind that are rejected. */
function simulate(mode: VerifyMode, whole: boolean) {
  const random = seeded(SEED)
  const cases = simChain({ seed: SEED, blocks: 600 }).map(parsed)
  const tally = new Map<FaultName, { made: number; found: number }>(
    FAULTS.map((fault) => [fault, { made: 0, found: 0 }]),
  )
  for (let made = 0; made < 10_000; ) {
    const fault = random.pick(FAULTS)
    const some = random.pick(cases)
    const right = whole ? some.block.logs : some.block.logs.filter(isWatched)
    const bent = bend(fault, right, random)
    if (!bent) continue
    made++
    const row = tally.get(fault)!
    row.made++
    // In standard mode the header of a historical block without logs is not read.
    const isChecked = mode === 'full' || whole || bent.length > 0
    if (isChecked && !accepts(some, bent, mode, whole)) row.found++
  }
  return tally
}

describe('10,000 wrong answers', () => {
  it.each([
    ['filtered logs, as for history', false],
    ['whole blocks, as for the head', true],
  ])('are all rejected in full mode: %s', (_, whole) => {
    const tally = [...simulate('full', whole)]
    expect(tally.map(([, { made }]) => made).reduce((a, b) => a + b)).toBe(10_000)
    expect(tally.map(([fault, { found }]) => [fault, found])).toEqual(
      tally.map(([fault, { made }]) => [fault, made]),
    )
  })

  it('are all found in standard mode, too: when they are indexed, or by background verification', () => {
    const random = seeded(SEED)
    const cases = simChain({ seed: SEED, blocks: 600 }).map(parsed)
    let [whenIndexed, inBackground] = [0, 0]
    for (let made = 0; made < 10_000; ) {
      const some = random.pick(cases)
      const bent = bend(random.pick(FAULTS), some.block.logs.filter(isWatched), random)
      if (!bent) continue
      made++
      if (bent.length > 0 && !accepts(some, bent, 'standard', false)) whenIndexed++
      else if (mismatchOf(provenOf(some), storedOf(some, bent), kindOf) !== null) inBackground++
    }
    expect(whenIndexed + inBackground).toBe(10_000)
    expect(inBackground).toBeGreaterThan(1_000)
  })

  it('of another fork are all rejected in standard mode', () => {
    const { found, made } = simulate('standard', false).get('fork')!
    expect(found).toBe(made)
  })
})

/** The same block in the formats of other nodes. */
function reformatted(block: SimBlock, format: number): SimBlock {
  const padded = (value: string) => `0x000${value.slice(2)}`
  const upper = (value: string) => `0x${value.slice(2).toUpperCase()}`
  const log = ({ removed, ...rest }: Json) => {
    if (format === 1) return rest
    if (format === 2)
      return { ...rest, address: upper(rest.address), data: upper(rest.data), removed }
    if (format === 3) return { ...rest, logIndex: padded(rest.logIndex), removed }
    return { ...rest, removed }
  }
  const header = { ...block.header }
  if (format === 2)
    for (const key of ['hash', 'logsBloom', 'stateRoot']) header[key] = upper(header[key])
  if (format === 3) for (const key of ['number', 'gasUsed']) header[key] = padded(header[key])
  // Fields that some nodes add.
  if (format === 4) Object.assign(header, { totalDifficulty: '0x0', transactionCount: 3 })
  const receipts = block.receipts.map((receipt) => ({ ...receipt, logs: receipt.logs.map(log) }))
  return { header, receipts, logs: receipts.flatMap((receipt) => receipt.logs) }
}

describe('10,000 right answers', () => {
  const chains = [false, true].map((byTransaction) =>
    simChain({ seed: SEED + 1, blocks: 500, byTransaction }),
  )

  it.each(['standard', 'full'] as const)('are all accepted in %s mode, in every format', (mode) => {
    let answers = 0
    for (const chain of chains) {
      for (const format of [0, 1, 2, 3, 4]) {
        const cases = chain.map((block) => parsed(reformatted(block, format)))
        checkLinks(cases.map(({ header }) => header))
        for (const some of cases) {
          const watched = some.block.logs.filter((log) => isWatched(toLog(log)))
          expect(accepts(some, watched, mode, false), `block ${some.header.number}`).toBe(true)
          expect(accepts(some, some.block.logs, mode, true), `block ${some.header.number}`).toBe(
            true,
          )
          // What is stored is numbered by block.
          if (chain === chains[0]) {
            expect(mismatchOf(provenOf(some), storedOf(some, watched), kindOf)).toBeNull()
          }
          answers += 2
        }
      }
    }
    expect(answers).toBe(10_000)
  })
})
