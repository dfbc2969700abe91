import { createHash } from 'node:crypto'
import type { ChainView, RecordedBlock, RecordedLog } from '../../src/chain/recording/chain-view'
import type { Recording } from '../../src/chain/recording/recording'
import { bloomOf } from '../../src/chain/verify/bloom'

/** The logs of a branch's blocks, made from the recorded block at the same height plus `shift`. */
export interface Style {
  shift: number
  /** `renumbered`: a log of an unknown contract comes first, so that the others are numbered one higher; `thinned`: without the first transaction that has logs. */
  logs: 'all' | 'none' | 'renumbered' | 'thinned'
}

/** Blocks above `fork` of another branch. */
export interface Branch {
  /** Index of the branch with the blocks up to the fork; 0 is the recorded chain. */
  parent: number
  /** Last block that both have. */
  fork: number
  style: Style
}

/** The last block that two branches have in common; infinity for a branch and itself. */
export function commonBlock(branches: readonly Branch[], a: number, b: number): number {
  let [x, y, common] = [a, b, Number.POSITIVE_INFINITY]
  while (x !== y) {
    // A branch is younger than the one it leaves.
    const younger = Math.max(x, y)
    const { parent, fork } = branches[younger - 1]!
    common = Math.min(common, fork)
    if (x === younger) x = parent
    else y = parent
  }
  return common
}

/** The recorded chain and its branches, of which one is served at a time. */
export class BranchedChain implements ChainView {
  readonly chainId: number
  readonly first: number
  head: number
  private current = 0
  private readonly made = new Map<string, RecordedBlock>()
  private readonly byHash = new Map<string, RecordedBlock>()

  /** @param uncles whether blocks of other branches are found by their hash, as many nodes do */
  constructor(
    private readonly recording: Recording,
    private readonly branches: readonly Branch[],
    private readonly uncles: boolean,
    head: number,
  ) {
    this.chainId = recording.chainId
    this.first = recording.first
    this.head = head
  }

  serve(branch: number, head: number): void {
    this.current = branch
    this.head = head
  }

  blockAt(number: number): RecordedBlock | undefined {
    return number <= this.head ? this.on(this.current, number) : undefined
  }

  blockByHash(hash: string): RecordedBlock | undefined {
    const block = this.byHash.get(hash) ?? this.recording.blockByHash(hash)
    if (!block) return undefined
    return this.uncles || this.blockAt(block.number)?.hash === hash ? block : undefined
  }

  /** The block at this height of a branch, whichever is served. */
  on(branch: number, number: number): RecordedBlock | undefined {
    let index = branch
    while (index > 0 && number <= this.branches[index - 1]!.fork) {
      index = this.branches[index - 1]!.parent
    }
    if (index === 0) return this.recording.blockAt(number)
    const key = `${index}/${number}`
    const known = this.made.get(key)
    if (known) return known
    const { style } = this.branches[index - 1]!
    const source = this.recording.blockAt(number + style.shift)
    if (!source) return undefined
    const block = branchBlock(source, number, this.on(branch, number - 1)!.hash, style, index)
    this.made.set(key, block)
    this.byHash.set(block.hash, block)
    return block
  }
}

function branchBlock(
  source: RecordedBlock,
  number: number,
  parentHash: string,
  { logs: which }: Style,
  branch: number,
): RecordedBlock {
  const seed = `${branch} ${number} ${parentHash} ${source.hash}`
  const hash = `0x${createHash('sha256').update(seed).digest('hex')}`
  const at = { blockNumber: `0x${number.toString(16)}`, blockHash: hash }
  // As in a real block: numbered without gaps, and the header's bloom is that of the logs.
  const logs = keptLogs(source.logs, which).map((log, index): RecordedLog => {
    const logIndex = `0x${index.toString(16)}`
    return { ...log, json: JSON.stringify({ ...JSON.parse(log.json), ...at, logIndex }) }
  })
  const logsBloom = `0x${Buffer.from(bloomOf(logs)).toString('hex')}`
  const header = { ...JSON.parse(source.json), number: at.blockNumber, hash, parentHash, logsBloom }
  return { number, hash, parentHash, json: JSON.stringify(header), logs }
}

/** A log of a contract that nobody follows, in the transaction of another. */
function stranger(log: RecordedLog): RecordedLog {
  const address = `0x${'5e'.repeat(20)}`
  const topics: string[] = []
  return { address, topics, json: JSON.stringify({ ...JSON.parse(log.json), address, topics }) }
}

function keptLogs(logs: readonly RecordedLog[], which: Style['logs']): readonly RecordedLog[] {
  if (which === 'none') return []
  if (which === 'renumbered' && logs[0]) return [stranger(logs[0]), ...logs]
  if (which !== 'thinned' || !logs[0]) return logs
  const transactionOf = (log: RecordedLog) => JSON.parse(log.json).transactionHash
  const first = transactionOf(logs[0])
  return logs.filter((log) => transactionOf(log) !== first)
}
