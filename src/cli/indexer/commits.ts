import type { Logger } from 'pino'
import type { BatchIndexer } from '../../batch'
import type { Gateway } from '../../chain/sdk/gateway'
import type { Poller } from '../../poll/poller'
import type { TokenAsker } from '../../poll/token-asker'
import type { BackgroundVerification } from '../../proof/background-verification'
import type { BundleKeeper } from '../../prover/bundle-keeper'
import type { Cursor } from '../../store/cursor'
import type { Progress } from '../progress'
import type { ChainHead } from './chain-head'
import type { LateAnswers } from './late-answers'

export interface CommitOptions {
  head: ChainHead
  indexer: BatchIndexer
  gateway: Gateway
  progress: Progress
  poller: Poller | null
  tokens: TokenAsker | null
  bundles: BundleKeeper | null
  answers: LateAnswers | null
  verification: BackgroundVerification | null
  logger: Logger
  /** Block at which indexing is done; null: it follows the chain. */
  lastBlock: number | null
  /** Called once, with the commit of `lastBlock`. */
  onLastBlock(cursor: Readonly<Cursor>): void
}

/** What follows each transaction: progress, and work that is due at the head of the chain. */
export class Commits {
  private isAtHead = false
  private isDone = false

  constructor(private readonly options: CommitOptions) {}

  /** A transaction was committed. */
  committed(cursor: Readonly<Cursor>): void {
    if (this.isDone) return
    const { gateway, verification, lastBlock } = this.options
    const { height, finalized } = cursor
    if (lastBlock !== null && height >= lastBlock) {
      this.isDone = true
      this.logChecks()
      this.options.onLastBlock(cursor)
      return
    }
    this.report(height)
    this.noteHead(height)
    // From the commit that reaches the head on: the chain may stand still there.
    this.poll(finalized.height)
    // Blocks that were proven when they were read are noted at once.
    if (this.isAtHead || gateway.proven() !== null) verification?.offer(finalized)
  }

  /** Indexing goes on from a position. If that is the head of a chain that stands still, no commit comes. */
  resumed({ height, finalized }: Readonly<Cursor>): void {
    this.noteHead(height)
    this.poll(finalized.height)
  }

  private poll(finalized: number): void {
    if (!this.isAtHead) return
    this.options.poller?.offer(finalized)
    this.options.tokens?.offer(finalized)
    this.options.bundles?.offer(finalized)
    this.options.answers?.offer()
  }

  private report(height: number): void {
    const { head, indexer, progress, logger } = this.options
    const { events } = indexer
    if (this.isAtHead) logger.debug({ block: height, events }, 'indexed')
    else progress.update({ block: height, head: head.current, events })
  }

  private noteHead(height: number): void {
    const { head, indexer, progress } = this.options
    if (this.isAtHead || height < head.current) return
    this.isAtHead = true
    this.logChecks()
    progress.stop(`at the head of the chain: block ${height}, ${indexer.events} events indexed`)
  }

  private logChecks(): void {
    const counts = this.options.gateway.verificationCounts()
    if (counts)
      this.options.logger.info(counts, 'provider answers were verified against block headers')
  }
}
