import type { Work } from '../../metrics/define/work'
import type { BlockInput, BlockPoint } from '../../reads/context'
import { apiError } from '../../reads/errors'
import type { Given, JobKind } from './kinds'

/** A figure that a client wants proven. */
export interface ProofRequest {
  readonly figure: string
  /** In the order of the figure; items of a list are joined by commas. */
  readonly arguments: readonly string[]
  /** Names of layouts by implementation, for which the client answers. */
  readonly layouts: Readonly<Record<string, string>>
  readonly block: Pick<BlockPoint, 'chainId' | 'number' | 'hash'>
}

/** A figure with its proofs. */
export interface ProvenFigure {
  readonly name: string
  /** Number, hash and time of the block, from its proven header. */
  readonly block: { readonly number: number; readonly hash: string; readonly timestamp: number }
  readonly value: unknown
  /** Value of the index; null: it does not know the figure. */
  readonly indexed: unknown
  /** Whether the index has the proven value; null: it does not know the figure. */
  readonly equalsIndex: boolean | null
  /** Proven slots, and calls of the provider. */
  readonly slots: number
  readonly calls: number
  /** The text of the bundle in UTF-8, and its length. */
  readonly bundle: Uint8Array
  readonly bytes: number
}

/** Makes proofs with a provider: of another module, as the API asks no chain. */
export interface ProofMaker {
  /** Checks a request; what is returned proves it. @throws ApiError BAD_USER_INPUT, PROOFS_OFF */
  prepare(request: ProofRequest): Promise<Work<ProvenFigure>>
  close(): Promise<void>
}

export const PROOF_TYPES = /* GraphQL */ `
"A figure to prove (docs/proof.md lists them)."
input ProofJob {
  "Its name, as \`slashableStake\`."
  figure: String!
  "Its arguments in their order, as \`linchpin prove\` takes them; the items of a list are joined by commas."
  arguments: [String!]! = []
  "Layouts of implementations that you checked yourself: whoever verifies must share the assumption."
  layouts: [ProofLayout!]! = []
  "Block of the state that is proven. Default: the last final block. Most providers prove some hundred blocks below the head."
  block: BlockInput
}

"Where an implementation keeps its variables."
input ProofLayout {
  "Address of the implementation, not of its proxy."
  implementation: Bytes!
  "Name of the layout, as \`eigenlayer-v1.12\`."
  layout: String!
}

"A figure that is proven against the hash of a block."
type Proof {
  "Its name."
  figure: String!
  "Block of the state, as the header says that the proofs lead to."
  block: ProvenBlock!
  "The proven value: text, a flag, a list, or an object of them. Numbers are decimal text."
  value: JSON!
  "What the index has; null: it does not know this figure."
  indexed: JSON
  "Whether the index has the proven value, lists in any order; null: it does not know this figure."
  equalsIndex: Boolean
  "Where this server has the bundle, the file that \`linchpin verify-proof\` and the page Data quality verify. It is kept as long as the job."
  path: String!
  "Length of the bundle."
  bytes: Int!
  "Slots of storage that are proven."
  slots: Int!
  "Calls of the provider, those that were repeated counted once."
  calls: Int!
}

"Block of a proven header."
type ProvenBlock {
  "Its number."
  number: Int!
  "Its hash: compare it with a source that you trust."
  hash: Bytes!
  "Its time."
  timestamp: UnixTime!
}
`

/** Path of the endpoint of bundles. */
export const BUNDLES = '/proofs/'

/** The job that proves a figure. @param maker null: the server has no provider to ask */
export function proofKind(maker: ProofMaker | null): JobKind {
  return {
    kind: 'PROOF',
    name: 'proof',
    async at(named, context) {
      // As the command: of a final block the proof stays valid.
      const { finalizedNumber, number, startBlock } = await context.head()
      const final = Math.max(startBlock, Math.min(finalizedNumber, number))
      return context.at(named ?? ({ number: final } satisfies BlockInput))
    },
    async prepare(given, block) {
      if (maker) return maker.prepare(requestOf(given, block))
      throw proofsOff('This server proves nothing: it has no provider to ask.')
    },
    resultOf({ id, result }) {
      const { name: figure, ...proven } = result as ProvenFigure
      return { ...proven, figure, path: `${BUNDLES}${id}.json` }
    },
  }
}

/** The error of a server that cannot prove. */
export function proofsOff(message: string) {
  return apiError('PROOFS_OFF', message, {
    hint: 'Use linchpin prove with a provider of your own. Whoever runs the server can set LINCHPIN_PROVE_RPC (docs/jobs.md).',
  })
}

function requestOf(given: Given, { chainId, number, hash }: BlockPoint): ProofRequest {
  const {
    figure,
    arguments: args,
    layouts,
  } = given as {
    figure: string
    arguments: string[]
    layouts: { implementation: string; layout: string }[]
  }
  return {
    figure,
    arguments: args,
    layouts: Object.fromEntries(
      layouts.map(({ implementation, layout }) => [implementation, layout]),
    ),
    block: { chainId, number, hash },
  }
}
