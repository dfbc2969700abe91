import { EXIT, LinchpinError } from '../errors'

/** A privilege is missing. @param statement SQL that grants it */
export function refusedPrivilege(
  problem: string,
  statement: string,
  cause?: unknown,
): LinchpinError {
  const hint = `run as the owner of the database: ${statement}`
  return new LinchpinError('LP3020', problem, hint, EXIT.CONFIG, { cause })
}

/** Only the owner of a table may change its columns. */
export function notOwner(problem: string, owner: string): LinchpinError {
  const hint = `run \`linchpin migrate\` once with the user ${owner}, who owns them`
  return new LinchpinError('LP3020', problem, hint, EXIT.CONFIG)
}

/** The server takes no writes: a standby, an old primary after a failover, or a setting. A restart may find another. */
export function readOnly(problem: string, cause?: unknown): LinchpinError {
  const hint =
    'point DB_URL at the primary; if it is the primary, run: ALTER DATABASE name RESET default_transaction_read_only, also ALTER ROLE'
  return new LinchpinError('LP3021', problem, hint, EXIT.UNAVAILABLE, { cause })
}

/** Names that Linchpin needs are taken. */
export function foreignTables(schema: string, names: readonly string[]): LinchpinError {
  const shown = names.slice(0, 5).join(', ')
  const hint =
    "use a database of its own: CREATE DATABASE linchpin ENCODING 'UTF8' TEMPLATE template0; and name it in DB_URL"
  const problem = `the schema ${schema} has tables of another application: ${shown}`
  return new LinchpinError('LP3022', problem, hint, EXIT.DATA)
}

/** Tables of Linchpin are lost, as after a restore of some of them. */
export function incomplete(schema: string, names: readonly string[]): LinchpinError {
  const shown = names.slice(0, 5).join(', ')
  const hint =
    'restore the whole database from a backup; or name an empty one in DB_URL, and index again'
  const problem = `the schema ${schema} has tables of Linchpin, but lacks ${shown}`
  return new LinchpinError('LP3027', problem, hint, EXIT.DATA)
}

/** Text of the chain does not fit the encoding. */
export function notUtf8(problem: string, cause?: unknown): LinchpinError {
  const hint =
    "use a database in UTF8: CREATE DATABASE linchpin ENCODING 'UTF8' TEMPLATE template0; and name it in DB_URL"
  return new LinchpinError('LP3023', problem, hint, EXIT.CONFIG, { cause })
}
