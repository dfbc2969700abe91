import { once } from '../../metrics/define/once'
import { reading, type SchemaPart } from '../../metrics/define/part'
import { explorerOf } from '../../reads/explorers'
import { digestAt } from '../../reads/graph/digest-at'
import { STANDING_SQL, type Standing, whole, wholeAge } from '../../reads/standing'

const typeDefs = /* GraphQL */ `
  "State of the indexed contracts at any indexed block. Read-only."
  type Query {
    "The block that this operation reads, and the head of the index, in the same snapshot as the other fields."
    _meta("The block of the operation. Default: the last indexed block." block: BlockInput): Meta!
    "The head of the index."
    squidStatus: SquidStatus!
  }

  "A block, given by one of the three fields."
  input BlockInput {
    "Block number."
    number: Int
    "Block hash; of a block whose header is stored."
    hash: Bytes
    "Selects the last block at or before this time whose header is stored. Blocks after it that are as early may exist, if their headers are not stored; they have no logs of indexed contracts."
    timestamp: UnixTime
  }

  "The block that an operation reads, and the head of the index."
  type Meta {
    "Block that all fields of the operation are read at."
    block: MetaBlock!
    "Number of the last block of the chain, as last seen by the indexer; null if not seen yet."
    head: Int
    "Blocks between \`head\` and the last indexed block; null if \`head\` is null."
    lag: Int
    "When a provider last answered with \`head\`; null if not seen yet."
    headSeenAt: UnixTime
    "When the index was last written: the last commit of the indexer."
    updatedAt: UnixTime!
    "Age of the index in whole seconds, now: on mainnet, hoodi, sepolia and holesky that of the last indexed block's own time; on a custom network the time since a provider last answered with a head at or above the last indexed block. Null for a recording that is indexed to its end, and if not known."
    age: Int
    "Whole seconds that the answering database, a replica, may be behind the one that the indexer writes: 0 if it has replayed all that it received, else the time since the last commit that it replayed. Null: it is the one that the indexer writes."
    replicaLag: Int
    "Where the blocks come from; null if the indexer has not said so yet."
    source: BlockSource
    "Number of the last final block: no reorganization replaces it or earlier ones."
    finalized: Int!
    "Digest of the database at the block: equal digests mean equal data. Null before the first block with logs."
    digest: Bytes
    "Chain id (EIP-155)."
    chainId: Int!
    "Network name."
    network: String!
    "Last block up to which all stored logs are verified against block headers and receipts; null: none are, as for a recording, which is verified when it is recorded. At most the last final block."
    provenTo: Int
    "Whether the indexer stopped at an error that an operator has to fix: answers are right at their block, but no later blocks are indexed. Or whether it found an invalid block, which it rolls back and re-indexes (LP2012). Or whether constants of contracts are unknown, so that fields that need them are null (LP2018)."
    hasIndexingErrors: Boolean!
    "The error, the invalid block or the unknown constants, with the code; null: none."
    indexingError: String
    "Contracts of the core that the deployment does not have, or that have no code on the chain: their events are not in the index, and queries of what only they tell end with NOT_INDEXED."
    missingContracts: [String!]!
    "Block explorer of the chain, LINCHPIN_EXPLORER_URL or the public one of the network: /address/…, /tx/… and /block/… below it. Null: none."
    explorer: String
  }

  "Where the blocks come from."
  enum BlockSource {
    "JSON-RPC providers of a chain, which goes on."
    RPC
    "A recorded chain, which ends."
    RECORDING
  }

  "A block. Headers are stored of blocks with logs of indexed contracts, of all that were read at the head of the chain, and of the last block of each range of history."
  type MetaBlock {
    "Block number."
    number: Int!
    "Block hash; null if its header is not stored."
    hash: Bytes
    "Block time; null as \`hash\`."
    timestamp: UnixTime
    "Its time is this or later: that of the nearest block at or before it whose header is stored. Equals \`timestamp\` where that is known; null: no such block."
    timestampAtLeast: UnixTime
    "Its time is this or earlier: that of the nearest block at or after it whose header is stored. Equals \`timestamp\` where that is known; null: no such block."
    timestampAtMost: UnixTime
    "Why hash and timestamp are null; null: they are known."
    nullReason: BlockNullReason
  }

  "The head of the index, in the format of squids."
  type SquidStatus {
    "Last indexed block."
    height: Int!
    "Hash of the last indexed block."
    hash: String!
    "Last final block."
    finalizedHeight: Int!
    "Hash of the last final block."
    finalizedHash: String!
  }

  "Position of a page in its list."
  type PageInfo {
    "Whether there are rows after the page."
    hasNextPage: Boolean!
    "Whether there are rows before the page."
    hasPreviousPage: Boolean!
    "Cursor of the first row of the page; empty if the page is."
    startCursor: String!
    "Cursor of the last row of the page; empty if the page is."
    endCursor: String!
  }
`

/**
 * The part of the schema about the indexer itself. It declares Query, which the other parts extend.
 *
 * @param explorerUrl block explorer that the user names; null: that of the chain
 */
export const metaSchema = (explorerUrl: string | null): SchemaPart => ({
  typeDefs,
  resolvers: {
    Query: {
      _meta: reading(async (_parent, args, context) => {
        const block = await context.at(args.block)
        const head = await context.head()
        const standing = once(async () => (await context.query<Standing>(STANDING_SQL))[0]!)
        return {
          block,
          head: head.chainHead,
          lag: head.lag,
          // Read if they are selected: they change without a commit.
          headSeenAt: async () => whole((await standing()).headSeenAt),
          updatedAt: whole(head.updatedAt),
          age: async () => wholeAge(await standing()),
          replicaLag: async () => whole((await standing()).replica?.lag ?? null),
          source: async () => (await standing()).source,
          finalized: head.finalizedNumber,
          digest: (await digestAt(context, block.number)) || null,
          provenTo: head.provenTo,
          chainId: head.chainId,
          network: head.network,
          hasIndexingErrors: (head.stopped ?? head.unknownConstants) !== null,
          indexingError: head.stopped ?? head.unknownConstants,
          missingContracts: head.missingContracts,
          explorer: explorerOf(head.chainId, explorerUrl),
        }
      }),
      squidStatus: reading(async (_parent, _args, context) => {
        const head = await context.head()
        return {
          height: head.number,
          hash: head.hash,
          finalizedHeight: head.finalizedNumber,
          finalizedHash: head.finalizedHash,
        }
      }),
    },
  },
})
