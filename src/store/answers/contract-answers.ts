import type { Client } from 'pg'
import type { ContractKind } from '../../facts/enums.generated'
import { inWriterTransaction } from '../writer/fenced'
import type { Claim } from '../writer/lock'

/** What a contract answered when it was found, or was linked to another; or why that is unknown. */
export interface ContractAnswer {
  contract: string
  kind: ContractKind
  /** Block in which the contract was found or linked. */
  block: number
  /** Function that was called. */
  name: string
  /** JSON; null: unknown. */
  value: unknown
  /** Why it is unknown; null: it is known. */
  reason: string | null
  /** Block whose state answered; null: none did: it is unknown, or from a deployment file. */
  askedBlock: number | null
}

/** Contracts that were found in one block and have not answered all, with what they answered. */
export interface Unanswered {
  block: { number: number; hash: string }
  answers: ContractAnswer[]
}

const COLUMNS = 'contract, kind, block, name, value, reason, asked_block AS "askedBlock"'

/** Answers of contracts that were found or linked in a block. */
export async function readAnswers(
  client: Client,
  contracts: readonly string[],
  block: number,
): Promise<ContractAnswer[]> {
  const { rows } = await client.query<ContractAnswer>(
    `SELECT ${COLUMNS} FROM contract_answer WHERE contract = ANY($1) AND block = $2 ORDER BY contract, name`,
    [contracts, block],
  )
  return rows
}

/** Writes answers in the open transaction. */
export async function writeAnswers(
  client: Client,
  answers: readonly ContractAnswer[],
): Promise<void> {
  await client.query(
    `INSERT INTO contract_answer (contract, kind, block, name, value, reason, asked_block)
     SELECT contract, kind, block, name, value, reason, "askedBlock" FROM jsonb_to_recordset($1::jsonb)
       AS a(contract text, kind text, block int, name text, value jsonb, reason text, "askedBlock" int)`,
    // JSON null is no value of SQL.
    [JSON.stringify(answers.map((one) => withoutNull(one)))],
  )
}

function withoutNull({ value, ...answer }: ContractAnswer) {
  return value === null ? answer : { ...answer, value }
}

/** The contracts that have not answered all, by blocks in which they were found, ascending. */
export async function readUnanswered(client: Client): Promise<Unanswered[]> {
  const { rows } = await client.query<ContractAnswer & { hash: string }>(
    `SELECT ${COLUMNS}, '0x' || encode(b.hash, 'hex') AS hash FROM contract_answer a JOIN block b USING (block)
     WHERE EXISTS (SELECT FROM contract_answer u
       WHERE u.contract = a.contract AND u.block = a.block AND u.reason IS NOT NULL)
     ORDER BY block, contract, name`,
  )
  const found = new Map<number, Unanswered>()
  for (const { hash, ...answer } of rows) {
    const number = answer.block
    const one = found.get(number) ?? { block: { number, hash }, answers: [] }
    one.answers.push(answer)
    found.set(number, one)
  }
  return [...found.values()]
}

/**
 * Writes answers that came after their block was indexed: rows are derived anew from that block on at the next start. Answers to
 * what is known, or was rolled back since, are ignored.
 * @param hash of the block in which the contracts were found
 * @returns number of values that were unknown and are known now
 */
export async function writeLateAnswers(
  client: Client,
  claim: Claim,
  hash: string,
  answers: readonly ContractAnswer[],
): Promise<number> {
  return inWriterTransaction(client, claim, async () => {
    let known = 0
    for (const { contract, kind, block, name, value, reason, askedBlock } of answers) {
      const { rowCount } = await client.query(
        `INSERT INTO contract_answer AS a (contract, kind, block, name, value, reason, asked_block, is_late)
         SELECT $1, $2, $3, $4, $5::jsonb, $6, $7, $5 IS NOT NULL FROM block
         WHERE block = $3 AND hash = decode(substr($8, 3), 'hex')
         ON CONFLICT (contract, block, name) DO UPDATE SET value = excluded.value, reason = excluded.reason,
           asked_block = excluded.asked_block, is_late = excluded.is_late
         WHERE a.reason IS NOT NULL`,
        [
          contract,
          kind,
          block,
          name,
          value === null ? null : JSON.stringify(value),
          reason,
          askedBlock,
          hash,
        ],
      )
      if (value !== null) known += rowCount ?? 0
    }
    return known
  })
}

/** First block whose rows were derived without an answer that is known now; null: there is none. */
export async function readFirstLate(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ block: number | null }>(
    'SELECT min(block) AS block FROM contract_answer WHERE is_late',
  )
  return rows[0]!.block
}

/** Notes, in the open transaction, that rows are derived anew with all answers. */
export async function clearLate(client: Client): Promise<void> {
  await client.query('UPDATE contract_answer SET is_late = false WHERE is_late')
}
