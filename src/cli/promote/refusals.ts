import { EXIT, LinchpinError } from '../../errors'

export function noDatabase(name: string): LinchpinError {
  const hint = `index into it first: CREATE DATABASE ${name} and \`linchpin index\` with DB_NAME=${name}; \`--from\` takes its name`
  return new LinchpinError('LP3060', `the server has no database ${name}`, hint, EXIT.FAILED)
}

export function nameTaken(name: string): LinchpinError {
  const hint = `pass another name with --keep-as; or drop it, if nobody goes back to it: DROP DATABASE ${name}`
  return new LinchpinError(
    'LP3060',
    `there is a database ${name} already, and the live database would be kept under that name`,
    hint,
    EXIT.FAILED,
  )
}

export function sameName(name: string): LinchpinError {
  const hint = '--from and --keep-as take names of other databases than DB_NAME, or that of DB_URL'
  return new LinchpinError('LP3060', `${name} is the live database`, hint, EXIT.FAILED)
}

export function noIndex(name: string): LinchpinError {
  const hint = `run \`linchpin index\` with DB_NAME=${name} until it is at the head`
  return new LinchpinError('LP3062', `the database ${name} has no index`, hint, EXIT.DATA)
}

export function notMigrated(name: string, missing: readonly string[]): LinchpinError {
  const shown = missing.slice(0, 3).join(', ')
  const problem = `the database ${name} lacks migrations of this version: ${shown}`
  const hint = `run \`linchpin index\` of this version with DB_NAME=${name}; to go back to a database of an earlier version, add --back`
  return new LinchpinError('LP3062', problem, hint, EXIT.DATA)
}

export function indexesMissing(name: string): LinchpinError {
  const problem = `the database ${name} has no indexes yet: they are made when the history is indexed`
  const hint = `run \`linchpin index\` with DB_NAME=${name} until it is at the head`
  return new LinchpinError('LP3062', problem, hint, EXIT.DATA)
}

export function otherChain(problem: string): LinchpinError {
  const hint =
    'promote an index of the same chain: see RPC_ENDPOINT and LINCHPIN_NETWORK of its indexer'
  return new LinchpinError('LP3061', problem, hint, EXIT.DATA)
}

export function behind(name: string, height: number, live: number): LinchpinError {
  const hint = `run \`linchpin index\` with DB_NAME=${name} until it is at the head; or add --allow-behind, and clients see earlier blocks for a while`
  return new LinchpinError(
    'LP3063',
    `the database ${name} is at block ${height}, the live database at block ${live}`,
    hint,
    EXIT.DATA,
  )
}

export function behindPooler(name: string, cause?: unknown): LinchpinError {
  const hint = 'set DB_HOST and DB_PORT, or DB_URL, to Postgres itself for this command'
  return new LinchpinError(
    'LP3064',
    `the connection to ${name} goes through a pooler, which has names of its own`,
    hint,
    EXIT.CONFIG,
    { cause },
  )
}

export function stillUsed(names: readonly string[], users: readonly string[]): LinchpinError {
  const hint =
    'nothing was changed. End them, as a superuser or a member of their role, and run it again'
  const who = users.length > 0 ? users.join('; ') : 'a connection that comes again and again'
  return new LinchpinError(
    'LP3065',
    `connections to ${names.join(' and ')} could not be ended: ${who}`,
    hint,
    EXIT.UNAVAILABLE,
  )
}
