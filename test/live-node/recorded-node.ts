import { toLog, toQuantity } from '../../src/chain/normalize'
import type { Recording } from '../../src/chain/recording/recording'
import type { RawLog } from '../../src/chain/types'
import { Anvil, type RpcCall } from './anvil'
import { answerAt, EMITTER_CODE, SEQUENCER, SEQUENCER_CODE } from './code'

const GAS = toQuantity(100_000_000)
/** Answers in one request. */
const STEP = 50

/** What is needed of a development node. */
export interface DevNode {
  url: string
  batch(calls: readonly RpcCall[]): Promise<unknown[]>
}

/** A block as the node has it. */
export interface NodeBlock {
  number: number
  hash: string
}

/** An answer to `eth_call`. */
export interface Answer {
  to: string
  data: string
  result: string
}

/** The recorded chain on a real node: log for log, block for block, at the recorded times. */
export class RecordedNode<Node extends DevNode = Anvil> {
  private constructor(
    readonly anvil: Node,
    private readonly recording: Recording,
    private readonly from: string,
  ) {}

  /** With block 0, and code at every address that has a log up to block `last`. */
  static async create(recording: Recording, last: number): Promise<RecordedNode> {
    return RecordedNode.on(await Anvil.create(timeOf(recording, 0)), recording, last)
  }

  /** The same on a node that has block 0 only. */
  static async on<Node extends DevNode>(
    anvil: Node,
    recording: Recording,
    last: number,
  ): Promise<RecordedNode<Node>> {
    const [accounts] = await anvil.batch([['eth_accounts']])
    const node = new RecordedNode(anvil, recording, (accounts as string[])[0]!)
    await node.deploy(last)
    return node
  }

  /** Puts the code where the recorded contracts were. */
  async deploy(last: number): Promise<void> {
    const addresses = new Set<string>()
    for (let number = 1; number <= last; number++) {
      for (const { address } of this.recording.blockAt(number)!.logs) addresses.add(address)
    }
    const emitters = [...addresses].map((one): RpcCall => ['hardhat_setCode', one, EMITTER_CODE])
    await this.anvil.batch([['hardhat_setCode', SEQUENCER, SEQUENCER_CODE], ...emitters])
  }

  /**
   * Mines the recorded blocks from `first` to `last`.
   * @param shift how many blocks later the logs were recorded; with 0 the recorded chain goes on
   */
  async mine(first: number, last: number, shift = 0): Promise<void> {
    const [count] = await this.anvil.batch([['eth_getTransactionCount', this.from, 'latest']])
    let nonce = Number(count)
    // The node runs the calls of a batch side by side: what has to be in order has a nonce, or a request of its own.
    for (let number = first; number <= last; number++) {
      const sent = this.transactions(number + shift).map((data): RpcCall => {
        const to = { from: this.from, to: SEQUENCER }
        return [
          'eth_sendTransaction',
          { ...to, gas: GAS, nonce: toQuantity(nonce++), data: `0x${data}` },
        ]
      })
      if (sent.length > 0) await this.anvil.batch(sent)
      const time = timeOf(this.recording, number) + (shift === 0 ? 0 : 1)
      await this.anvil.batch([['evm_mine', time]])
    }
  }

  /** Takes away the last `depth` blocks and mines as many and one more, with the logs of later ones. */
  async reorganize(depth: number, shift: number): Promise<void> {
    const { number } = await this.head()
    await this.anvil.batch([['anvil_rollback', depth]])
    await this.mine(number - depth + 1, number + 1, shift)
  }

  async head(): Promise<NodeBlock> {
    const [block] = await this.anvil.batch([['eth_getBlockByNumber', 'latest', false]])
    const { number, hash } = block as { number: string; hash: string }
    return { number: Number(number), hash }
  }

  /** All logs of the node. */
  async logs(): Promise<RawLog[]> {
    const filter = { fromBlock: '0x0', toBlock: 'latest' }
    const [logs] = await this.anvil.batch([['eth_getLogs', filter]])
    return (logs as Parameters<typeof toLog>[0][]).map(toLog)
  }

  /** From now on the contracts give these answers. */
  async answer(answers: readonly Answer[]): Promise<void> {
    const calls = answers.map(({ to, data, result }): RpcCall => {
      return ['hardhat_setCode', answerAt(to, data), `0x00${result.slice(2)}`]
    })
    for (let at = 0; at < calls.length; at += STEP) {
      await this.anvil.batch(calls.slice(at, at + STEP))
    }
  }

  /** Calldata of the recorded transactions of a block. */
  private transactions(number: number): string[] {
    const transactions = new Map<string, string>()
    for (const { json } of this.recording.blockAt(number)!.logs) {
      const log = toLog(JSON.parse(json))
      const { transactionHash: hash } = log
      transactions.set(hash, (transactions.get(hash) ?? '') + payload(log))
    }
    return [...transactions.values()]
  }
}

/** Calldata of the sequencer for one log. */
function payload({ address, topics, data }: RawLog): string {
  const count = topics.length.toString(16).padStart(2, '0')
  const log = count + [...topics, data].map((hex) => hex.slice(2)).join('')
  return address.slice(2) + (log.length / 2).toString(16).padStart(8, '0') + log
}

/** Time of a recorded block, in seconds. */
export function timeOf(recording: Recording, number: number): number {
  return Number(JSON.parse(recording.blockAt(number)!.json).timestamp)
}
