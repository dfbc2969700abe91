import type { Head } from '../../reads/head'

/** Name of each database of a replica when this process or thread first met it. */
const names = new Map<string, string>()

/** Ends its own connection, also that of a pooler: a new one is to the database that has the name now. */
export const END_SQL = 'SELECT pg_terminate_backend(pg_backend_pid())'

/**
 * Whether a database that was served has another name by now. A primary renames none to which there are connections; its replicas
 * only learn the name, and their connections go on with what was served before.
 */
export function isRenamed({ database, replicaName }: Head): boolean {
  if (replicaName === null) return false
  const known = names.get(database) ?? replicaName
  names.set(database, known)
  return known !== replicaName
}
