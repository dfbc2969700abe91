import type { Logger } from 'pino'
import type { BatchIndexer } from '../../batch'
import { EXIT, LinchpinError } from '../../errors'
import type { BackgroundVerification } from '../../proof/background-verification'
import type { Cursor } from '../../store/cursor'
import type { IndexDatabase } from '../../store/database'
import type { Progress } from '../progress'

/** How long `--until-proven` continues without progress while providers answer, but not what proves a block. */
const GIVE_UP_MS = 25_000

export interface LastBlockOptions {
  database: Pick<IndexDatabase, 'provenTo'>
  indexer: Pick<BatchIndexer, 'events'>
  progress: Progress
  /** Null: nothing is verified. */
  verification: BackgroundVerification | null
  /** End only when all of history is proven. */
  untilProven: boolean
  /** Why that is not the last block of the chain, in words; null: it is, as far as is known. */
  lag: string | null
  logger: Pick<Logger, 'info'>
}

/**
 * Ends a command whose last block is indexed: says how far history is proven, or proves the rest first.
 * @returns the exit code
 * @throws LinchpinError LP2019 if the rest cannot be proven
 */
export async function endAtLastBlock(
  options: LastBlockOptions,
  { height, digest, finalized }: Readonly<Cursor>,
): Promise<number> {
  const { database, indexer, progress, verification, untilProven, lag, logger } = options
  if (verification && untilProven) {
    const obstacle = await verification.proveUpTo(finalized, GIVE_UP_MS)
    if (obstacle !== null) throw unproven(await database.provenTo(), finalized.height, obstacle)
  }
  await verification?.noteRead(finalized)
  const indexed = `indexed up to block ${height}, ${indexer.events} events, digest ${digest}`
  const warning = lag === null ? '' : `\n${lag}`
  if (!verification) {
    progress.stop(`${indexed}${warning}`)
    return EXIT.OK
  }
  const provenTo = await database.provenTo()
  logger.info({ provenTo, of: finalized.height }, 'history is proven up to a block')
  progress.stop(`${indexed}\n${standing(provenTo, finalized.height, height)}${warning}`)
  return EXIT.OK
}

function standing(provenTo: number, final: number, height: number): string {
  const proven = `proven to block ${provenTo} of ${height}`
  return provenTo >= final
    ? `${proven}: all that is final; newer blocks were verified when they were read`
    : `${proven}: logs that the provider left out after it are not noticed yet; run with --until-proven to end only when all final blocks are proven`
}

/** Notices that reading fails again and again, without a block between. */
export class Standstill {
  private since: number | null = null

  /** @param onEnd called with LP2019 when it has lasted for long */
  constructor(
    private readonly end: number,
    private readonly position: () => number,
    private readonly onEnd: (error: LinchpinError) => void,
  ) {}

  /** A block was indexed. */
  moved(): void {
    this.since = null
  }

  /** Reading failed, and is repeated. */
  failed(error: unknown): void {
    // Providers that do not answer are waited for.
    if (Object(error).code === 'LP2010') return
    this.since ??= performance.now()
    if (performance.now() - this.since < GIVE_UP_MS) return
    this.onEnd(unproven(this.position(), this.end, (error as Error).message))
  }
}

function unproven(provenTo: number, of: number, reason: string): LinchpinError {
  return new LinchpinError(
    'LP2019',
    `History is proven up to block ${provenTo} of ${of} only: ${reason}.`,
    'Add a provider to RPC_ENDPOINT that keeps the receipts and logs of old blocks, and run the command again: it goes on from there.',
    EXIT.UNAVAILABLE,
  )
}
