import type { Client } from 'pg'
import { EXIT, LinchpinError } from '../../errors'
import { assertRules } from '../../store/rederive/rules'
import { refusedPrivilege } from '../database-states'
import { knownMigrations } from '../migrations'
import { appliedMigrations, assertMigrated } from '../preflight'
import { type Block, commonBlock, connectDirect, type Facts, readFacts } from './facts'
import { maintenanceOf, type Names, nameIn, namesOf, urlOf } from './names'
import {
  behind,
  behindPooler,
  indexesMissing,
  nameTaken,
  noDatabase,
  noIndex,
  notMigrated,
  otherChain,
  sameName,
} from './refusals'
import { rightsOf, swap } from './swap'

export interface PromoteOptions {
  /** Name of the database that becomes live. */
  from: string
  /** Name of the live database afterwards; null: the default. */
  keepAs: string | null
  allowBehind: boolean
  /** The database was live before: it may be of another version, and behind. */
  back: boolean
}

/** What was done. */
export interface Promoted extends Names {
  /** Head of the index that was live; null: it had none. */
  before: Block | null
  /** Of the one that is. */
  now: Block
  /** Final block that both have; null: none is known. */
  common: number | null
}

/**
 * Gives the name of the live database to another one of the same server, in one transaction.
 *
 * @param url of the live database, by a role that may rename both
 * @throws LinchpinError LP3002, LP3004, LP3020, LP3024, LP3031, LP3060 to LP3065; then nothing was changed
 */
export async function promote(url: string, options: PromoteOptions): Promise<Promoted> {
  const names = namesOf(nameIn(url), options.from, options.keepAs)
  for (const name of [names.from, names.kept]) if (name === names.live) throw sameName(name)
  const maintenance = maintenanceOf(url, names)
  await withClients([url], async ([live]) => checkServer(live!, names))
  const checked = await withClients([url, urlOf(url, names.from)], async ([live, next]) => {
    const facts = await Promise.all([readFacts(live!, names.live), readFacts(next!, names.from)])
    if (!options.back) await checkVersion(next!, names.from)
    return check(facts, await commonOf(facts, [live!, next!]), options)
  })
  await swap(maintenance, names)
  return { ...names, ...checked }
}

async function withClients<T>(
  urls: readonly string[],
  use: (clients: Client[]) => Promise<T>,
): Promise<T> {
  const clients: Client[] = []
  try {
    for (const url of urls) clients.push(await connectDirect(url, nameIn(url)))
    return await use(clients)
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}

/** Names, and the right to change them. */
async function checkServer(client: Client, { live, from, kept }: Names): Promise<void> {
  const { rows } = await client.query<{ name: string; isOurs: boolean }>(
    `SELECT d.datname AS name, r.rolsuper OR (r.rolcreatedb AND pg_has_role(d.datdba, 'USAGE')) AS "isOurs"
     FROM pg_database d, pg_roles r WHERE r.rolname = current_user`,
  )
  const find = (wanted: string) => rows.find(({ name }) => name === wanted)
  // A pooler that hides the process id of its sessions still has names that Postgres does not know.
  if (!find(live)) throw behindPooler(live)
  if (!find(from)) throw noDatabase(from)
  if (kept !== from && find(kept)) throw nameTaken(kept)
  const refused = [live, from].filter((name) => !find(name)!.isOurs)
  if (refused.length === 0) return
  const problem = `this role may not rename ${refused.join(' and ')}: it needs to own them, and CREATEDB`
  throw refusedPrivilege(problem, rightsOf({ live, from }))
}

/** The next `serve` must answer from it at once. */
async function checkVersion(client: Client, name: string): Promise<void> {
  const known = knownMigrations()
  await assertMigrated(client, known)
  const { rows } = await client.query<{ schema: string }>('SELECT current_schema() AS schema')
  const applied = (await appliedMigrations(client, rows[0]!.schema)) ?? []
  const missing = known.map((one) => one.name).filter((one) => !applied.includes(one))
  if (missing.length > 0) throw notMigrated(name, missing)
  await assertRules(client)
}

type Common = Awaited<ReturnType<typeof commonBlock>>

async function commonOf(facts: readonly Facts[], clients: [Client, Client]): Promise<Common> {
  return facts.every(({ index }) => index !== null) ? commonBlock(clients) : null
}

/** Whether one index may follow the other. */
function check(
  [live, next]: readonly [Facts, Facts],
  common: Common,
  { allowBehind, back }: PromoteOptions,
): Pick<Promoted, 'before' | 'now' | 'common'> {
  for (const { name, writer } of [live, next]) {
    if (writer !== null) throw isWritten(name, writer)
  }
  if (next.index === null) throw noIndex(next.name)
  const now = next.index.head
  const before = live.index?.head ?? null
  if (live.index && live.index.chainId !== next.index.chainId) {
    throw otherChain(
      `the database ${next.name} is of chain ${next.index.chainId}, the live database of chain ${live.index.chainId}`,
    )
  }
  if (common && common.hashes[0] !== common.hashes[1]) {
    const [ofLive, ofNext] = common.hashes
    throw otherChain(
      `the final block ${common.height} is ${ofNext} in ${next.name}, and ${ofLive} in the live database`,
    )
  }
  if (next.lacksIndexes) throw indexesMissing(next.name)
  if (before && now.height < before.height && !allowBehind && !back) {
    throw behind(next.name, now.height, before.height)
  }
  return { before, now, common: common?.height ?? null }
}

function isWritten(name: string, writer: string): LinchpinError {
  const hint = 'stop the indexers of both databases, and `linchpin notify`; the API goes on'
  const problem = `the database ${name} is being written: ${writer}`
  return new LinchpinError('LP3002', problem, hint, EXIT.UNAVAILABLE)
}
