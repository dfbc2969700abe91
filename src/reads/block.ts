import { exact, HEADERS, loadHeaders, UNKNOWN_HEADER } from './block-times'
import type { ApiContext, BlockHeader, BlockInput, BlockPoint } from './context'
import { apiError } from './errors'
import type { Head } from './head'

type Query = Pick<ApiContext, 'query'>
type Stored = { number: number; hash: string; timestamp: number }

const HEADER_SQL = `SELECT block AS number, '0x' || encode(hash, 'hex') AS hash,
  extract(epoch FROM block_time)::float8 AS timestamp FROM ${HEADERS}`

/**
 * The block that an operation reads.
 *
 * @param head of the index, in the same snapshot
 * @param inputs blocks that its root fields name; none: the last indexed block
 * @throws ApiError BAD_USER_INPUT if they name different blocks; BLOCK_NOT_INDEXED
 */
export async function resolveBlock(
  database: Query,
  head: Head,
  inputs: readonly BlockInput[],
): Promise<BlockPoint> {
  let point: BlockPoint | null = null
  for (const input of inputs) {
    const named = await resolveOne(database, head, input)
    if (point && named.number !== point.number) {
      throw apiError(
        'BAD_USER_INPUT',
        `Fields of one operation name different blocks: ${point.number} and ${named.number}.`,
        { hint: 'Read one block per operation; send one operation for each block.' },
      )
    }
    point = named
  }
  return point ?? headPoint(head)
}

function headPoint(head: Head): BlockPoint {
  const { chainId, number, hash, timestamp } = head
  const header = timestamp === null ? { ...UNKNOWN_HEADER, hash } : exact(hash, timestamp)
  return { chainId, number, ...header, finalized: number <= head.finalizedNumber, isHead: true }
}

async function resolveOne(database: Query, head: Head, input: BlockInput): Promise<BlockPoint> {
  const names = (['number', 'hash', 'timestamp'] as const).filter((name) => input[name] != null)
  if (names.length > 1) {
    throw apiError('BAD_USER_INPUT', `block is given by ${names.join(' and ')}.`, {
      hint: 'Give one of number, hash and timestamp.',
    })
  }
  if (input.number != null) return byNumber(database, head, input.number)
  if (input.hash != null) return byHash(database, head, input.hash)
  if (input.timestamp != null) return byTime(database, head, input.timestamp)
  const nulls = Object.keys(input).join(' and ')
  throw apiError(
    'BAD_USER_INPUT',
    `block names no block: ${nulls ? `${nulls} is null` : 'it is empty'}.`,
    {
      hint: 'Give one of number, hash and timestamp. To read the last indexed block, leave block out, or give null for it.',
    },
  )
}

async function byNumber(database: Query, head: Head, number: number): Promise<BlockPoint> {
  if (number === head.number) return headPoint(head)
  if (number > head.number || number < head.startBlock) throw notIndexed(head, `${number}`)
  const [header] = await loadHeaders(database, head, [number])
  return pastPoint(head, number, header!)
}

async function byHash(database: Query, head: Head, input: string): Promise<BlockPoint> {
  const hash = input.toLowerCase()
  if (hash === head.hash.toLowerCase()) return headPoint(head)
  const bytes = Buffer.from(hash.slice(2), 'hex')
  const found = await findHeader(database, head, 'hash = $3', '', bytes)
  if (!found) throw notIndexed(head, hash)
  return found
}

async function byTime(database: Query, head: Head, timestamp: number): Promise<BlockPoint> {
  if (head.timestamp !== null && timestamp >= head.timestamp) return headPoint(head)
  const order = 'ORDER BY block_time DESC, block DESC LIMIT 1'
  const found = await findHeader(database, head, 'block_time <= to_timestamp($3)', order, timestamp)
  if (!found) throw notIndexed(head, `at time ${timestamp}`)
  return found
}

/** The first indexed block with a stored header that meets a condition. */
async function findHeader(
  database: Query,
  head: Head,
  condition: string,
  order: string,
  value: unknown,
): Promise<BlockPoint | null> {
  const sql = `${HEADER_SQL} WHERE block BETWEEN $1 AND $2 AND ${condition} ${order}`
  const [found] = await database.query<Stored>(sql, [head.startBlock, head.number, value])
  return found ? pastPoint(head, found.number, exact(found.hash, found.timestamp)) : null
}

function pastPoint(head: Head, number: number, header: BlockHeader): BlockPoint {
  if (number === head.number) return headPoint(head)
  const finalized = number <= head.finalizedNumber
  return { chainId: head.chainId, number, ...header, finalized, isHead: false }
}

function notIndexed(head: Head, asked: string): Error {
  return apiError(
    'BLOCK_NOT_INDEXED',
    `Block ${asked} is not indexed; blocks ${head.startBlock} to ${head.number} are.`,
    {
      asked,
      first: head.startBlock,
      last: head.number,
      hint: 'Name a block in this range by number. Hashes and times are stored for blocks with logs of indexed contracts, and for others whose header was read.',
    },
  )
}
