import type { Client } from 'pg'
import { storedBlocks } from './checks/verify-digests'
import type { Identity } from './cursor'
import { genesisDigest, nextDigest } from './digest'
import { storedChanges, storedGenesis } from './stored-changes'
import { inWriterTransaction } from './writer/fenced'
import type { Claim } from './writer/lock'

/** Columns of `protocol` with constants of the contracts. */
const COLUMNS = {
  minWithdrawalDelayBlocks: 'min_withdrawal_delay_blocks',
  deallocationDelayBlocks: 'deallocation_delay_blocks',
} as const

/** Name of a constant. */
export type ConstantName = keyof typeof COLUMNS
/** Constants that contracts answered after the index had begun. */
export type LateConstants = Partial<Record<ConstantName, number>>

/** A constant that a contract has not answered. */
export interface UnknownConstant {
  name: ConstantName
  /** Contract and function. */
  contract: string
  reason: string
}

/** Names of constants that the index does not have. */
export async function readUnknownNames(client: Client): Promise<ConstantName[]> {
  const { rows } = await client.query('SELECT * FROM protocol WHERE to_block IS NULL')
  const names = Object.keys(COLUMNS) as ConstantName[]
  return names.filter((name) => rows[0]?.[COLUMNS[name]] == null)
}

/** Stores which constants are asked for, and why they are unknown, for readers of the index. */
export async function writeUnknownConstants(
  client: Client,
  claim: Claim,
  constants: readonly UnknownConstant[],
): Promise<void> {
  await inWriterTransaction(client, claim, async () => {
    await client.query('DELETE FROM unknown_constant')
    for (const { name, contract, reason } of constants) {
      await client.query(
        'INSERT INTO unknown_constant (name, contract, reason) VALUES ($1, $2, $3)',
        [name, contract, reason],
      )
    }
  })
}

/**
 * Writes constants in the open transaction, as if they had been known from the start: every version of the protocol gets
 * them, and the digests of all blocks are computed again.
 * @returns the digest of the last block
 */
export async function writeLateConstants(
  client: Client,
  identity: Identity,
  constants: LateConstants,
): Promise<string> {
  for (const [name, value] of Object.entries(constants)) {
    const column = COLUMNS[name as ConstantName]
    await client.query(`UPDATE protocol SET ${column} = $1 WHERE ${column} IS NULL`, [value])
    await client.query('DELETE FROM unknown_constant WHERE name = $1', [name])
  }
  return rewriteDigests(client, identity)
}

/** @param window number of blocks whose rows are in memory at the same time */
async function rewriteDigests(
  client: Client,
  { chainId, deployment, startBlock }: Identity,
  window = 2_000,
): Promise<string> {
  let last = genesisDigest(chainId, deployment, await storedGenesis(client, startBlock))
  for (let after = startBlock - 1; ; ) {
    const blocks = await storedBlocks(client, after, window)
    const end = blocks.at(-1)
    if (!end) return last
    const changes = await storedChanges(client, after, end.number)
    const digests = blocks.map((block) => {
      last = nextDigest(last, block, changes.get(block.number) ?? [])
      return last
    })
    await client.query(
      `UPDATE block b SET digest = decode(substr(d.digest, 3), 'hex')
       FROM unnest($1::int[], $2::text[]) AS d (number, digest) WHERE b.block = d.number`,
      [blocks.map(({ number }) => number), digests],
    )
    after = end.number
  }
}
