import { type MessagePort, workerData } from 'node:worker_threads'
import type { ProofRequest, ProvenFigure } from '../../api/jobs/proof'
import { ourFigure, sameFigure } from '../../audit/proof/our-figures'
import { openState, type State } from '../../audit/rows'
import { RpcRefused } from '../../chain/provider/errors'
import type { Network } from '../../config/networks'
import { LinchpinError } from '../../errors'
import { giveWayInThread } from '../../priority'
import { argumentsOf } from '../../prover/arguments'
import { openProver } from '../../prover/open'
import { TooManyCalls } from '../../prover/prover'
import { type ApiCode, ApiError, apiError } from '../../reads/errors'
import { serialize } from '../../state-proof/bundle'
import { UnknownLayout } from '../../state-proof/compute'
import type { FigureValue } from '../../state-proof/figure'
import { ProofRefused } from '../../state-proof/refused'

/** What a thread is started with. */
export interface ThreadOptions {
  readonly rpcEndpoints: readonly string[]
  readonly rpcRateLimit: number
  readonly network: Network
  readonly databaseUrl: string
}

/** A figure for a thread to prove. */
export interface ProofTask {
  readonly request: ProofRequest
  /** Calls of the provider at most. */
  readonly maxCalls: number
  /** Hears of each call that was answered: how many were. */
  readonly port: MessagePort
}

/** What a thread answers: a proven figure, or why there is none: for the client, and with names of providers for the log. */
export type ProofAnswer =
  | { readonly proven: ProvenFigure }
  | { readonly refusal: Pick<ApiError, 'message' | 'extensions'>; readonly reason: string }

const { network, databaseUrl, ...settings } = workerData as ThreadOptions
let opened: State | null = null

giveWayInThread()

/** Proves one figure: who does not wait any longer terminates the thread. */
export default async function run({ request, maxCalls, port }: ProofTask): Promise<ProofAnswer> {
  const report = (calls: number) => port.postMessage(calls)
  try {
    return { proven: await prove(request, { calls: maxCalls, report }) }
  } catch (error) {
    const { message, extensions } = refusalOf(error, request)
    return { refusal: { message, extensions }, reason: (error as Error).message }
  } finally {
    port.close()
  }
}

async function prove(
  { figure: name, arguments: given, layouts, block: { number, hash } }: ProofRequest,
  bounds: { calls: number; report(calls: number): void },
): Promise<ProvenFigure> {
  const args = argumentsOf(name, given)
  const prover = await openProver(settings, network, number, hash, { layouts, bounds })
  const bundle = await prover.bundle({ name, arguments: args })
  const { value } = bundle.figure
  const indexed = await indexedFigure(number, name, args)
  const text = Buffer.from(serialize(bundle))
  return {
    name,
    block: bundle.block,
    value,
    indexed,
    equalsIndex: indexed === null ? null : sameFigure(indexed, value),
    ...prover.cost,
    bundle: text,
    bytes: text.length,
  }
}

async function indexedFigure(
  block: number,
  name: string,
  args: Parameters<typeof ourFigure>[2],
): Promise<FigureValue | null> {
  opened ??= openState(databaseUrl)
  return ourFigure(opened.at(block), name, args)
}

/** Why a figure is not proven, without a word of the provider. @throws an error that is not expected */
function refusalOf(error: unknown, { block: { number } }: ProofRequest): ApiError {
  if (error instanceof ApiError) return error
  const refused = (code: ApiCode, message: string, hint: string) =>
    apiError(code, message, { hint })
  if (error instanceof UnknownLayout) {
    const hint =
      'If you checked where this implementation keeps its variables, name its layout in layouts.'
    return refused('UNKNOWN_LAYOUT', sentence(error), hint)
  }
  if (error instanceof TooManyCalls) {
    const hint = 'Ask for a smaller figure, or use linchpin prove with a provider of your own.'
    return refused('LIMIT_EXCEEDED', sentence(error), hint)
  }
  if (error instanceof ProofRefused) {
    const hint = 'docs/proof.md says which figures can be proven.'
    return refused('NOT_PROVABLE', sentence(error), hint)
  }
  if (error instanceof LinchpinError || error instanceof RpcRefused) {
    const message = `No provider of this server gives proofs of block ${number} that hold.`
    const hint =
      'Most providers prove some hundred blocks below the head: name a newer block, or use linchpin prove with an archive node. The log of the server has the reason.'
    return refused('NO_PROOFS', message, hint)
  }
  throw error
}

function sentence({ message }: Error): string {
  return `${message[0]!.toUpperCase()}${message.slice(1)}.`
}
