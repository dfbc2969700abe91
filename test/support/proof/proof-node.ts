import { events } from '../../../src/abi/AllocationManager'
import type { Recording } from '../../../src/chain/recording/recording'
import { RecordedNode } from '../../live-node/recorded-node'
import { type Checkpoint, logsOf } from '../recordings'
import { storageOf, type Written } from './written-storage'

/** Words in one request. */
const STEP = 500
const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`

/** A recorded chain on a real node, whose contracts have the storage of checkpoints. */
export class ProofNode {
  private written: Written = new Map()

  private constructor(
    readonly node: RecordedNode,
    private readonly dir: string,
    private readonly contracts: Record<string, string>,
    private readonly delay: number,
  ) {}

  /** @param dir folder of the recording; it is deployed up to block `last` */
  static async create(recording: Recording, dir: string, last: number): Promise<ProofNode> {
    const node = await RecordedNode.create(recording, last)
    const { contracts, constants } = recording.deployment as {
      contracts: Record<string, string>
      constants: { DEALLOCATION_DELAY: number }
    }
    return new ProofNode(node, dir, contracts, constants.DEALLOCATION_DELAY)
  }

  get url(): string {
    return this.node.anvil.url
  }

  /** Mines up to a checkpoint. The state root of its block commits to its storage. */
  async mineTo(truth: Checkpoint): Promise<void> {
    const { number } = await this.node.head()
    await this.node.mine(number + 1, truth.block - 1)
    await this.write(storageOf(truth, this.contracts, this.leftBefore(truth.block), this.delay))
    await this.node.mine(truth.block, truth.block)
  }

  private async write(wanted: Written): Promise<void> {
    const calls: [string, ...unknown[]][] = []
    for (const address of new Set([...wanted.keys(), ...this.written.keys()])) {
      const before = this.written.get(address) ?? new Map<bigint, bigint>()
      const now = wanted.get(address) ?? new Map<bigint, bigint>()
      for (const slot of new Set([...before.keys(), ...now.keys()])) {
        const value = now.get(slot) ?? 0n
        if (value !== (before.get(slot) ?? 0n))
          calls.push(['anvil_setStorageAt', address, word(slot), word(value)])
      }
    }
    this.written = wanted
    for (let at = 0; at < calls.length; at += STEP)
      await this.node.anvil.batch(calls.slice(at, at + STEP))
  }

  /** Last block at which an operator left a set, by `<set> <operator>`. */
  private leftBefore(last: number): Map<string, number> {
    const event = events.OperatorRemovedFromOperatorSet
    const left = new Map<string, number>()
    for (const log of logsOf(this.dir, event.topic)) {
      const block = Number(log.blockNumber)
      if (block > last) continue
      const { operator, operatorSet } = event.decode(log)
      left.set(`${operatorSet.avs}/${operatorSet.id} ${operator}`.toLowerCase(), block)
    }
    return left
  }
}
