import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import type { Logger } from 'pino'
import Piscina from 'piscina'
import { untilAborted } from '../../api/deadline'
import {
  type ProofMaker,
  type ProofRequest,
  type ProvenFigure,
  proofsOff,
} from '../../api/jobs/proof'
import { threadFailure } from '../../api/workers/failure'
import type { ProgressObserver, Work } from '../../metrics/define/work'
import { STORAGE } from '../../protocols/storage'
import { argumentsOf } from '../../prover/arguments'
import { ApiError, apiError } from '../../reads/errors'
import { ProofRefused } from '../../state-proof/refused'
import { withKnown } from '../../state-proof/with-known'
import type { ProofAnswer, ProofTask, ThreadOptions } from './proof-thread'

/** Threads are compiled code, also where tests run the sources. */
const THREAD = join(__dirname, '../../../lib/cli/prove/proof-thread.js')
/** Proofs at the same time: as many as jobs. */
const THREADS = 2
/** Megabytes of the heap of a thread. */
const HEAP_MB = 512
/** A thread without a proof ends after so long. */
const IDLE_MS = 30_000
/** Seconds of a proof, and calls of the provider for it, of 50 slots each. */
const BOUNDS = { seconds: 120, calls: 60 }

/** Makes proofs for the API, in threads: they compute hashes for seconds, and one that is not waited for any longer ends at once. */
export class ProofThreads implements ProofMaker {
  private readonly pool: Piscina<ProofTask, ProofAnswer>

  /** @param options with the calls per second of all threads together */
  constructor(
    private readonly options: ThreadOptions,
    private readonly logger: Logger,
    private readonly bounds: Readonly<typeof BOUNDS> = BOUNDS,
  ) {
    const { rpcRateLimit } = options
    const perThread = rpcRateLimit === 0 ? 0 : Math.max(1, Math.floor(rpcRateLimit / THREADS))
    this.pool = new Piscina({
      filename: THREAD,
      workerData: { ...options, rpcRateLimit: perThread },
      minThreads: 0,
      maxThreads: THREADS,
      idleTimeout: IDLE_MS,
      // An idle thread must see that its connection was lost.
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    })
    this.pool.on('error', (error) => logger.error({ err: error }, 'Proof thread failed'))
  }

  async prepare(request: ProofRequest): Promise<Work<ProvenFigure>> {
    const { chainId, name } = this.options.network
    if (request.block.chainId !== chainId) {
      const index = `its index is of chain ${request.block.chainId}`
      throw proofsOff(
        `This server would prove figures of chain ${chainId} (${name}), and ${index}.`,
      )
    }
    try {
      argumentsOf(request.figure, request.arguments)
      withKnown(STORAGE, { layouts: request.layouts })
    } catch (error) {
      if (!(error instanceof ProofRefused)) throw error
      const hint = 'docs/proof.md lists figures and arguments.'
      throw apiError('BAD_USER_INPUT', `proof is not possible: ${error.message}.`, { hint })
    }
    return (observer) => this.prove(request, observer)
  }

  private async prove(
    request: ProofRequest,
    { signal, report }: ProgressObserver,
  ): Promise<ProvenFigure> {
    const { seconds, calls: maxCalls } = this.bounds
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(tooLong(seconds)), seconds * 1000)
    const ends = signal ? AbortSignal.any([signal, late.signal]) : late.signal
    const { port1, port2 } = new MessageChannel()
    port1.on('message', (calls: number) => report({ done: calls, total: maxCalls }))
    const task = { request, maxCalls, port: port2 }
    const running = this.pool
      .run(task, { transferList: [port2], signal: ends })
      .finally(() => port1.close())
    try {
      const answer = await untilAborted(running, ends)
      if ('proven' in answer) {
        // What comes from a thread is no Buffer any more.
        return { ...answer.proven, bundle: Buffer.from(answer.proven.bundle) }
      }
      const { refusal, reason } = answer
      const { figure, block } = request
      this.logger.warn({ figure, block: block.number, reason }, 'a figure is not proven')
      const { code, ...rest } = refusal.extensions
      throw new ApiError(code, refusal.message, rest)
    } catch (error) {
      throw threadFailure(error, HEAP_MB)
    } finally {
      clearTimeout(timer)
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy()
  }
}

function tooLong(seconds: number): ApiError {
  return apiError('JOB_TIME_LIMIT', `The proof took more than ${seconds} seconds.`, {
    limit: seconds,
    hint: 'The provider is slow or silent: try again later, or use linchpin prove with one of your own.',
  })
}
