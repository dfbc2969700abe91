import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'vitest'
import type { ChainView } from '../../../src/chain/recording/chain-view'
import { loadRecording, type Recording } from '../../../src/chain/recording/recording'
import { type Replay, startReplay } from '../../../src/chain/recording/replay'
import { networkFromDeployment } from '../../../src/config/deployment'
import { spawnCli } from '../../sim/indexer'
import { backends } from '../../sim/points'
import { FIXTURE } from '../recordings'
import { straight } from './branches'
import { blockOf } from './feed'
import { exchangeable, reached, upTo } from './forks'
import { HotIndex } from './hot-index'

/** Blocks below the head that count as final for the command. */
export const FINALITY = 30

/** The command `linchpin index` with a node whose chain the test replaces, and a database that was indexed before. */
export class LiveIndex {
  /** The last process that was started. */
  child!: ChildProcess
  /** Its log. */
  log = ''

  private constructor(
    readonly recording: Recording,
    readonly index: HotIndex,
    readonly node: Replay,
    /** Replaces the chain of the node. */
    readonly exchange: (next: ChainView) => void,
    private readonly final: number,
  ) {}

  /**
   * A database with the blocks up to `indexed`, those above `final` hot, and a node with the chain up to `head`.
   * @param tagDistance blocks from the head of the node down to its finalized block
   */
  static async create(
    final: number,
    indexed: number,
    head: number,
    tagDistance = FINALITY,
  ): Promise<LiveIndex> {
    const recording = await loadRecording(FIXTURE)
    const chain = exchangeable(upTo(recording, head))
    const node = await startReplay(chain.view, { finality: tagDistance })
    const index = await HotIndex.copy(
      networkFromDeployment(recording.deployment),
      straight(recording, 1, final),
      straight(recording, final + 1, indexed),
    )
    return new LiveIndex(recording, index, node, chain.exchange, final)
  }

  start(): void {
    this.log = ''
    this.child = spawnCli(['index'], this.node.url, this.index.url)
    this.child.stderr!.on('data', (text) => {
      this.log += text
    })
  }

  /** The exit code, once the process has no connection to the database left. */
  async ended(): Promise<number | null> {
    const [code] = await once(this.child, 'close')
    await expect.poll(() => backends(this.index.client), { timeout: 60_000 }).toEqual([])
    return code
  }

  /** Waits until the index is at the head of this chain, and compares it with one that indexed only this chain. */
  async expectExact(view: ChainView): Promise<void> {
    await reached(this.index.client, view.blockAt(view.head)!)
    const { tables, digest } = await this.index.everything()
    const blocks = Array.from({ length: view.head }, (_, i) => blockOf(view, i + 1))
    const network = networkFromDeployment(this.recording.deployment)
    const clean = await HotIndex.clean(network, blocks, this.final)
    expect(tables).toEqual(clean.tables)
    expect(digest).toBe(clean.digest)
  }

  async end(): Promise<void> {
    // Not every test starts it.
    this.child?.kill('SIGKILL')
    await this.node.close()
    await this.index.drop()
  }
}
