import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import type { ProvenReading } from '../chain/history/history'
import type { RangeProof } from '../chain/verify/range-proof'
import type { Head } from '../store/cursor'
import { readMisfits, readProof } from '../store/proof'
import { FollowedContracts } from './contracts'
import { proveNext } from './step'

export interface ArrearsOptions {
  databaseUrl: string
  /** Says what blocks hold by their headers. */
  prove: RangeProof
  /** What was read with proof, so that it needs none. */
  proven(): ProvenReading | null
  /** Whether the providers have this block, and so those before it. */
  isOnChain(block: Head): Promise<boolean>
  /** Calls in a second, above 0. */
  rate: number
  onMessage(level: 'info' | 'warn' | 'error', message: string): void
  /** Blocks are stored wrong: the index must be started anew, which takes them back and reads them again. */
  onMisfits(reason: string): void
  /** How long the proof goes on after the first misfit, so that one new reading mends more of them. */
  patienceMs?: number
  /** Pause after a failure. */
  retryMs?: number
}

/** About what a new reading of a long history takes, so that finding one by one does not cost much more than that. */
const PATIENCE_MS = 3_600_000
const RETRY_MS = 60_000
/** Most blocks in one step, and between two words on how far the proof is. */
const SPAN = 100
const TELL_BLOCKS = 100_000

/**
 * Proves stored history, long after it was read: block by block up to the last final one, at a bounded rate.
 *
 * The first reading takes logs from `eth_getLogs`, where an omission can leave no trace. This one asks for every header, and
 * for the receipts of every block whose bloom may hold a followed contract, so that none escapes. It only notes what it
 * finds: taking blocks back is for the next start of the indexer.
 */
export class ProofInArrears {
  private running: Promise<void> | null = null
  private finalized: Head = { height: -1, hash: '0x' }
  private readonly contracts = new FollowedContracts()
  private firstMisfitAt: number | null = null
  private told = 0
  /** Last block that this process knows to be proven. */
  upTo: number | null = null
  private ended = false

  constructor(private readonly options: ArrearsOptions) {}

  /** Goes on in the background, up to a final block that is stored. Never throws, never runs twice at once. */
  offer(finalized: Head): void {
    this.finalized = finalized
    if (this.running || this.ended) return
    this.running = this.persist().finally(() => {
      this.running = null
    })
  }

  /** Waits for what runs, if something does. */
  async settled(): Promise<void> {
    await this.running
  }

  /** Runs until all is proven, again after a pause where something is in the way. */
  private async persist(): Promise<void> {
    const { onMessage, retryMs = RETRY_MS } = this.options
    for (;;) {
      try {
        return await this.run()
      } catch (error) {
        onMessage('warn', `the proof of history waits: ${(error as Error).message}`)
        await wait(retryMs, undefined, { ref: false })
      }
    }
  }

  private async run(): Promise<void> {
    const client = new Client({
      connectionString: this.options.databaseUrl,
      application_name: 'linchpin proof',
    })
    client.on('error', () => {})
    await client.connect()
    try {
      while (!this.ended && (await this.step(client))) {
        // The next blocks.
      }
    } finally {
      await client.end()
    }
  }

  /** The next blocks; false if there are none. */
  private async step(client: Client): Promise<boolean> {
    const { contracts, options } = this
    const { rate, onMessage, patienceMs = PATIENCE_MS } = options
    const began = performance.now()
    const span = Math.min(SPAN, Math.max(1, Math.floor(2 * rate)))
    const step = await proveNext(this.finalized, { ...options, client, contracts, span })
    for (const { reason } of step?.misfits ?? []) onMessage('error', `LP2012: ${reason}`)
    await this.restartIf(client, step === null, patienceMs)
    if (step === null) return false
    if (step.obstacle !== null) throw new Error(step.obstacle)
    this.tell(step.upTo)
    const due = (step.calls / rate) * 1_000 - (performance.now() - began)
    if (due > 0) await wait(due, undefined, { ref: false })
    return true
  }

  /** Once all is proven, or the patience is over, what was found is mended, unless that was tried before in vain. */
  private async restartIf(client: Client, isAll: boolean, patienceMs: number): Promise<void> {
    const misfits = await readMisfits(client)
    const open = misfits.filter(({ readAgain }) => !readAgain)
    if (open.length === 0) return
    this.firstMisfitAt ??= performance.now()
    if (!isAll && performance.now() - this.firstMisfitAt < patienceMs) return
    const upTo = (await readProof(client))!.block
    const vain = misfits.find(({ readAgain, block }) => readAgain && block <= upTo)
    if (vain && isAll) throw new Error(inVain(vain.block))
    if (vain) return
    this.ended = true
    this.options.onMisfits(`${open.length} blocks are stored wrong, the first is ${open[0]!.block}`)
  }

  private tell(upTo: number): void {
    this.upTo = upTo
    const mark = Math.floor(upTo / TELL_BLOCKS)
    if (mark <= this.told) return
    this.told = mark
    this.options.onMessage(
      'info',
      `history is proven up to block ${upTo} of ${this.finalized.height}`,
    )
  }
}

function inVain(block: number): string {
  return `block ${block} was read again and still does not fit, so that other blocks are not read again either; compare with another provider, or run linchpin audit`
}
