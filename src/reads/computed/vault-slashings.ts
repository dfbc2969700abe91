import type { RowSql } from '../entities'
import { timeBounds } from './epochs'
import { slashReceiver } from './slash-receivers'
import { type Computed, computed } from './sql'

/** Subselect over the state of a slashing of a vault, which is all null for other slashings. */
function ofSlashing(
  row: RowSql,
  slashing: string,
  select: (column: (name: string) => string) => string,
) {
  const { alias, from, held } = row.table('VaultSlashing')
  return (
    `(SELECT ${select((name) => `${alias}.${name}`)} FROM (SELECT 1) one` +
    ` LEFT JOIN ${from} ON ${alias}.slashing_id = ${slashing} AND ${held})`
  )
}

const slashingColumn = (name: string) => (row: RowSql) =>
  ofSlashing(row, row.column('id'), (column) => column(name))

const poolColumn = (name: string) => (row: RowSql) =>
  ofSlashing(row, row.column('slashing_id'), (column) => column(name))

/** Status at the block; a request expires by time. */
function status(row: RowSql): string {
  const vault = row.table('Vault')
  return ofSlashing(row, row.column('id'), (column) => {
    const capture = column('capture_timestamp')
    const byTime =
      `SELECT CASE WHEN t.earliest - ${capture} > ${vault.alias}.epoch_duration THEN 'EXPIRED'` +
      ` WHEN t.latest - ${capture} <= ${vault.alias}.epoch_duration THEN 'REQUESTED' END` +
      ` FROM ${vault.from}, ${timeBounds(row)} WHERE ${vault.alias}.key = ${column('vault_id')} AND ${vault.held}`
    return (
      `CASE WHEN ${column('vetoed')} THEN 'VETOED' WHEN ${column('resolved_at_block')} IS NOT NULL OR ${capture} IS NULL` +
      ` THEN 'EXECUTED' ELSE (${byTime}) END`
    )
  })
}

function statusNullReason(row: RowSql): string {
  const vault = row.table('Vault')
  const duration = ofSlashing(
    row,
    row.column('id'),
    (column) =>
      `(SELECT ${vault.alias}.epoch_duration FROM ${vault.from} WHERE ${vault.alias}.key = ${column('vault_id')} AND ${vault.held})`,
  )
  return `CASE WHEN ${status(row)} IS NULL THEN CASE WHEN ${duration} IS NULL THEN 'CONSTANT_UNKNOWN' ELSE 'BLOCK_TIME_UNKNOWN' END END`
}

export const vaultSlashings: Computed = {
  Slashing: [
    computed(
      'status',
      'ENUM',
      true,
      'What became of it, at the block. Null: see `statusNullReason`.',
      status,
      'SlashingStatus',
    ),
    {
      ...computed(
        'statusNullReason',
        'ENUM',
        true,
        'Why `status` is null; null: it is known.',
        statusNullReason,
        'VaultNullReason',
      ),
      isOutputOnly: true,
    },
    computed(
      'captureTimestamp',
      'BigInt',
      true,
      'Time of the stake that is slashed, Unix seconds (Symbiotic core v1); null for others.',
      slashingColumn('capture_timestamp'),
    ),
    computed(
      'vetoDeadline',
      'BigInt',
      true,
      'End of the time for a veto, Unix seconds; null for slashings without a request.',
      slashingColumn('veto_deadline'),
    ),
    computed(
      'resolvedAtBlock',
      'Int',
      true,
      'Block in which a slashing of a vault was executed or vetoed; null: not yet, or EigenLayer.',
      slashingColumn('resolved_at_block'),
    ),
    computed(
      'vetoedBy',
      'Bytes',
      true,
      'Resolver that vetoed it; null: none.',
      slashingColumn('vetoed_by'),
    ),
  ],
  SlashedPool: [
    computed(
      'requested',
      'BigInt',
      true,
      'Amount of the request (RequestSlash); null for slashings without one: no log says what they asked for.',
      poolColumn('requested'),
    ),
    computed(
      'accounted',
      'BigInt',
      true,
      "Amount by which the operator's stake in the vault was slashed (Slash, ExecuteSlash); null unless executed, and for EigenLayer.",
      poolColumn('accounted'),
    ),
    computed(
      'realized',
      'BigInt',
      true,
      'Amount that the vault lost (Vault.OnSlash); less than `accounted` where others had slashed the same stake. Null like `accounted`.',
      poolColumn('realized'),
    ),
    computed(
      'receiver',
      'Bytes',
      true,
      'Who received what was slashed of a vault: its burner, whatever that did with it, or the account for which a burner router holds it. Null like `accounted`, and if unknown.',
      (row) => ofSlashing(row, row.column('slashing_id'), slashReceiver),
    ),
  ],
}
