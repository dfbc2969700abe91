import { createHash } from 'node:crypto'
import { JOB_SECONDS } from '../../metrics/define/arguments'
import { invalidArgument } from '../../metrics/define/errors'
import type { SchemaPart } from '../../metrics/define/part'
import type { RiskSources } from '../../metrics/define/sources'
import { lossDistributionField } from '../../metrics/loss-distribution'
import { JOB_DRAWS } from '../../metrics/parts/draw-limits'
import { robustnessField } from '../../metrics/robustness'
import { worstOperatorsField } from '../../metrics/worst-operators'
import type { ApiContext, BlockInput } from '../../reads/context'
import { digestAt } from '../../reads/graph/digest-at'
import type { Sender } from '../http/edge/exchange'
import { type Job, type Jobs, jobNotFound } from './jobs'
import { fieldKind, type Given, type JobKind } from './kinds'
import { PROOF_TYPES, type ProofMaker, proofKind } from './proof'

const LOSSES = lossDistributionField(JOB_DRAWS)
const ROBUSTNESS = robustnessField(JOB_SECONDS)
const WORST = worstOperatorsField(JOB_SECONDS)

const typeDefs = /* GraphQL */ `
"Starts computations. Indexed data is never changed."
type Mutation {
  """
  Starts a computation that may take longer than a request: exactly one of the arguments. It reads the state of its block
  now, and waits in a queue if other jobs are running; query \`job\` for its progress and its result.

  The same arguments for the same state of the same block are the same job, which is computed once. Invalid arguments are
  refused here, and so is a job when too many are waiting (TOO_MANY_JOBS).
  """
  startJob(
    "As the field \`lossDistribution\`, with more draws."
    lossDistribution: LossDistributionJob
    "As the field \`robustness\`, with a longer search."
    robustness: RobustnessJob
    "As the field \`worstOperators\`, with a longer search."
    worstOperators: WorstOperatorsJob
    "A figure with the proofs of its storage, as \`linchpin prove\` makes them. PROOFS_OFF where the server has no provider to ask."
    proof: ProofJob
  ): Job!

  """
  Ends a job that you started: it is FAILED then, with the error JOB_CANCELLED. If others started the same job, it goes on until
  all of them have cancelled it. A finished job stays as it is.
  """
  cancelJob(
    "Id of the job."
    id: String!
    "The token that \`startJob\` returned to you."
    token: String!
  ): Job!
}

extend type Query {
  "A job of this server. JOB_NOT_FOUND if the id is unknown, or the server restarted or dropped the job for newer ones since: start it again."
  job("Id that \`startJob\` returned." id: String!): Job!
}

"Arguments of \`lossDistribution\`, with the limits of a job."
input LossDistributionJob {
${LOSSES.arguments}}

"Arguments of \`robustness\`, with the limits of a job."
input RobustnessJob {
${ROBUSTNESS.arguments}}

"Arguments of \`worstOperators\`, with the limits of a job."
input WorstOperatorsJob {
${WORST.arguments}}

"What a job computes."
enum JobKind {
  "The answer of \`lossDistribution\`."
  LOSS_DISTRIBUTION
  "The answer of \`robustness\`."
  ROBUSTNESS
  "The answer of \`worstOperators\`."
  WORST_OPERATORS
  "A figure with the proofs of its storage."
  PROOF
}

"State of a job."
enum JobState {
  "It waits for other jobs to finish."
  QUEUED
  "It is running."
  RUNNING
  "It has a result."
  DONE
  "It has no result: see \`error\`. It can be started again."
  FAILED
}

"A computation that outlives the request which started it."
type Job {
  "Its id, from chain, block, state of the database at the block, and arguments."
  id: String!
  "Of the answer of \`startJob\` only, for a job that is not finished: who has it may cancel the job."
  token: String
  "What it computes."
  kind: JobKind!
  "Its state."
  state: JobState!
  "Block whose state is measured, as it was when the job was started: a different hash means that the block was rolled back since."
  block: RiskBlock!
  "Digest of the database at the block, as in \`_meta\`: equal digests mean equal data. Null before the first block with logs."
  digest: Bytes
  "Progress; null before the first report, and for computations that are immediate."
  progress: JobProgress
  "When it started to run; null: not yet."
  startedAt: UnixTime
  "When it ended; null: not yet."
  finishedAt: UnixTime
  "Result of a LOSS_DISTRIBUTION that is DONE; else null."
  lossDistribution: LossDistribution
  "Result of a ROBUSTNESS that is DONE; else null."
  robustness: Robustness
  "Result of a WORST_OPERATORS that is DONE; else null."
  worstOperators: WorstOperators
  "Result of a PROOF that is DONE; else null."
  proof: Proof
  "Why it FAILED; else null."
  error: JobError
}

"Progress of a job."
type JobProgress {
  "Draws, combinations of faults, seconds of search, or calls of a provider that are done. It never falls."
  done: Int!
  "Maximum number of them: a search that proves its result ends before its time, and most proofs need few calls."
  total: Int!
}

"Why a job has no result."
type JobError {
  "Stable code, as \`extensions.code\` of errors: JOB_TIME_LIMIT, JOB_CANCELLED, NO_PROOFS, INTERNAL_SERVER_ERROR."
  code: String!
  "What happened."
  message: String!
  "What to do about it; null: nothing is known to help."
  hint: String
  "Id of the error in the log of the server; null where the log has nothing more."
  requestId: String
}
${PROOF_TYPES}`

/** Context of an operation over HTTP. */
type MutationContext = ApiContext & { trace?: { sender?: Sender } }

/** The client of a mutation. @throws Refusal if a page sent it that may not */
function clientOf({ trace }: MutationContext): string {
  if (trace?.sender?.mutationRefusal) throw trace.sender.mutationRefusal
  return trace?.sender?.client ?? ''
}

/** A job for the client that started it. */
type OwnJob = Job & { readonly token: string | null }

function startJob(kinds: readonly JobKind[], jobs: Jobs) {
  return async (_: unknown, given: Given, context: MutationContext): Promise<OwnJob> => {
    const client = clientOf(context)
    const own = (job: Job): OwnJob => ({ ...job, token: jobs.tokenOf(job, client) })
    const requested = kinds.filter(({ name }) => given[name] != null)
    const [first] = requested
    if (first === undefined || requested.length > 1) {
      const names = kinds.map(({ name }) => name)
      const asked = requested.map(({ name }) => name)
      throw invalidArgument('startJob', asked, `Give one of ${names.join(', ')}.`)
    }
    const { kind, name } = first
    const { block: named, ...args } = canonical(given[name]) as Given & { block?: BlockInput }
    const block = await first.at(named, context)
    const digest = await digestAt(context, block.number)
    // A poll may change rates, and so amounts that are priced, of a block that stays the same.
    const { database, ...head } = await context.head()
    const polledAt = args.pricing ? head.polledAt : null
    const state = [database, block.chainId, block.number, block.hash, digest, polledAt]
    const id = createHash('sha256')
      .update(JSON.stringify([state, kind, args]))
      .digest('hex')
    const known = jobs.find(id)
    if (known && known.state !== 'FAILED') return own(known)
    const prepare = () => first.prepare({ ...args, block: named }, block, context)
    const work = await jobs.prepare(id, prepare, client)
    return own(jobs.start(id, { kind, block, digest: digest || null }, work, client))
  }
}

/** Arguments in one spelling: no null members, members by name, addresses in lower case. */
function canonical(value: unknown): unknown {
  if (typeof value === 'string') return /^0x[0-9a-f]{40}/i.test(value) ? value.toLowerCase() : value
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member != null)
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, canonical(member)]),
  )
}

/** Mutation `startJob` and field `job`. @param proofs null: figures are not proven */
export function jobsSchema(
  sources: RiskSources,
  jobs: Jobs,
  proofs: ProofMaker | null,
): SchemaPart {
  const kinds = [
    fieldKind('LOSS_DISTRIBUTION', LOSSES, sources),
    fieldKind('ROBUSTNESS', ROBUSTNESS, sources),
    fieldKind('WORST_OPERATORS', WORST, sources),
    proofKind(proofs),
  ]
  const results = kinds.map(({ kind, name, resultOf }) => [
    name,
    (job: Job) => (job.kind === kind && job.state === 'DONE' ? resultOf(job) : null),
  ])
  return {
    typeDefs,
    resolvers: {
      Mutation: {
        startJob: startJob(kinds, jobs),
        cancelJob(
          _: unknown,
          { id, token }: { id: string; token: string },
          context: MutationContext,
        ) {
          clientOf(context)
          return jobs.cancel(id, token)
        },
      },
      Query: {
        job(_: unknown, { id }: { id: string }) {
          const job = jobs.find(id)
          if (job) return job
          throw jobNotFound()
        },
      },
      Job: Object.fromEntries(results),
    },
  }
}
