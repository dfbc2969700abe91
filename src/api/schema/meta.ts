import type { SchemaPart } from '../../metrics/define/part'

const typeDefs = /* GraphQL */ `
  "State of the indexed contracts at any indexed block. Read only."
  type Query {
    "The block this operation reads, and where the indexer stands; in the same snapshot as the other fields."
    _meta("The block of the operation; default: the last indexed." block: BlockInput): Meta!
    "Where the indexer stands."
    squidStatus: SquidStatus!
  }

  "A block: one of the three. Empty: the last indexed block."
  input BlockInput {
    "Block number."
    number: Int
    "Block hash; only of blocks with logs of followed contracts, and of the last indexed."
    hash: Bytes
    "The last block known at or before this time: one with logs of followed contracts, or the last indexed."
    timestamp: UnixTime
  }

  "The block an operation reads, and where the indexer stands."
  type Meta {
    "Block that all fields of the operation are read at."
    block: MetaBlock!
    "Number of the chain's last block, as last seen by the indexer; null if it saw none."
    head: Int
    "Blocks between the chain's last block and the last indexed; null if head is."
    lag: Int
    "Number of the last block that can no longer be undone."
    finalized: Int!
    "Digest of the database at the block: equal digests mean equal data. Null before the first block with logs."
    digest: Bytes
    "Chain id (EIP-155)."
    chainId: Int!
    "Network name."
    network: String!
    "Last block up to which every stored log is proven to be what the chain holds, by block headers and receipts; null: none is, as when a recording is indexed, which is checked when it is recorded. Up to the last final block; higher is better."
    provenTo: Int
    "Whether the indexer stopped at something that only a person can mend, so that the answers are right at their block and nothing newer comes; or found a block that is stored wrong, which it takes back and reads again (LP2012)."
    hasIndexingErrors: Boolean!
    "What it stopped at or found, with its code; null: nothing."
    indexingError: String
  }

  "A block by number; hash and time are null if no log of a followed contract is in it and it is not the last indexed."
  type MetaBlock {
    "Block number."
    number: Int!
    "Block hash."
    hash: Bytes
    "Block time."
    timestamp: UnixTime
  }

  "Where the indexer stands, as squid users know it."
  type SquidStatus {
    "Last indexed block."
    height: Int!
    "Its hash."
    hash: String!
    "Last block that can no longer be undone."
    finalizedHeight: Int!
    "Its hash."
    finalizedHash: String!
  }

  "Where a page lies in its list."
  type PageInfo {
    "Whether rows follow the page."
    hasNextPage: Boolean!
    "Whether rows precede the page."
    hasPreviousPage: Boolean!
    "Cursor of its first row; null if it has none."
    startCursor: String
    "Cursor of its last row; null if it has none."
    endCursor: String
  }
`

const DIGEST_SQL = `
  SELECT '0x' || encode(digest, 'hex') AS digest FROM block WHERE block <= $1 ORDER BY block DESC LIMIT 1`

/** The part of the schema about the indexer itself. It declares Query, which the other parts extend. */
export const metaSchema: SchemaPart = {
  typeDefs,
  resolvers: {
    Query: {
      async _meta(_parent, args, context) {
        const block = await context.at(args.block)
        const head = await context.head()
        const [row] = await context.query<{ digest: string }>(DIGEST_SQL, [block.number])
        return {
          block,
          head: head.chainHead,
          lag: head.lag,
          finalized: head.finalizedNumber,
          digest: row?.digest ?? null,
          provenTo: head.provenTo,
          chainId: head.chainId,
          network: head.network,
          hasIndexingErrors: head.stopped !== null,
          indexingError: head.stopped,
        }
      },
      async squidStatus(_parent, _args, context) {
        const head = await context.head()
        return {
          height: head.number,
          hash: head.hash,
          finalizedHeight: head.finalizedNumber,
          finalizedHash: head.finalizedHash,
        }
      },
    },
  },
}
