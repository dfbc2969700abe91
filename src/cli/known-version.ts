import type { Version } from '../api/database/version'
import { RULES } from '../ledger/rules'
import { knownMigrations } from './migrations'

/** What this version of Linchpin knows: it reads no database of another one. */
export function knownVersion(): Version {
  return { migrations: knownMigrations().map(({ name }) => name), rules: RULES }
}
