import { z } from 'zod'
import { EXIT, LinchpinError } from '../../errors'
import { RULES } from '../../ledger/rules'
import type { Identity } from '../cursor'
import { COPIED } from './tables'

/** Version of the form of a snapshot. */
export const FORMAT = 1

const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const count = z.number().int().nonnegative()
/** What a person reads: of characters that a terminal only prints. */
const NAME = /^[\w.+-]{1,100}$/
const name = z.string().regex(NAME)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const TableSchema = z.strictObject({
  name,
  /** In the order of the file. */
  columns: z.array(name).min(1),
  rows: count,
  /** Length of the rows before compression. */
  bytes: count,
  /** Of the rows before compression, hex. */
  sha256,
})

const ManifestSchema = z.object({
  format: z.literal(FORMAT),
  /** Version of Linchpin that made the snapshot. */
  version: name,
  createdAt: z.iso.datetime(),
  rules: count,
  chainId: count,
  network: name,
  deployment: sha256,
  startBlock: count,
  /** Last final block, which is the last one of the snapshot. */
  block: z.number().int().gte(-1),
  hash,
  /** Unix seconds; null: the header of the block is not stored. */
  timestamp: count.nullable(),
  /** Of the index at the block. */
  digest: hash,
  /** Applied ones, in order. */
  migrations: z.array(name).min(1),
  tables: z.array(TableSchema),
})

/** What a snapshot is of, and what its tables must contain. */
export type Manifest = z.infer<typeof ManifestSchema>

/** A table of a snapshot. */
export type TableEntry = z.infer<typeof TableSchema>

/** What the manifest of a file says. @throws LinchpinError LP3050, LP3051 for a later form */
export function parseManifest(text: string): Manifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw damaged('its manifest is not JSON')
  }
  const { format, version } = Object(json) as { format?: unknown; version?: unknown }
  if (typeof format === 'number' && format > FORMAT) {
    const known = typeof version === 'string' && NAME.test(version) ? version : 'unknown'
    throw otherVersion(`it has form ${format}, this version reads form ${FORMAT}`, known)
  }
  const parsed = ManifestSchema.safeParse(json)
  if (!parsed.success) {
    const problem = z
      .prettifyError(parsed.error)
      .slice(0, 500)
      .replace(/[^ -~\n]/g, '?')
    throw damaged(`its manifest is invalid: ${problem}`)
  }
  const names = parsed.data.tables.map(({ name }) => name)
  const wrong = names.find((name, index) => !COPIED.has(name) || names.indexOf(name) !== index)
  if (wrong !== undefined) throw damaged(`its manifest has the table ${wrong}, which it may not`)
  return parsed.data
}

/**
 * Checks that this version can restore and verify a snapshot.
 * @param known migrations of this version, in order
 * @throws LinchpinError LP3051
 */
export function assertVersion(manifest: Manifest, known: readonly string[]): void {
  const { rules, migrations, version } = manifest
  if (rules !== RULES) {
    throw otherVersion(
      `its rows were written by rules ${rules}, this version has rules ${RULES}`,
      version,
    )
  }
  const unknown = migrations.find((name, index) => name !== known[index])
  if (unknown !== undefined) {
    throw otherVersion(`it has the migration ${unknown}, which this version does not`, version)
  }
}

/** Checks that a snapshot is of the chain and the contracts that are configured. @throws LinchpinError LP3052 */
export function assertIdentity(
  { chainId, network, deployment }: Manifest,
  configured: Identity,
): void {
  if (chainId === configured.chainId && deployment === configured.deployment) return
  throw new LinchpinError(
    'LP3052',
    `the snapshot holds ${network} (chain ${chainId}, deployment ${deployment.slice(0, 12)}), ` +
      `not ${configured.network} (chain ${configured.chainId}, deployment ${configured.deployment.slice(0, 12)})`,
    'set LINCHPIN_NETWORK, or LINCHPIN_DEPLOYMENT, to what the snapshot holds; pass --recording for that of a recording',
    EXIT.DATA,
  )
}

function otherVersion(problem: string, version: string): LinchpinError {
  return new LinchpinError(
    'LP3051',
    `the snapshot is of another version: ${problem}`,
    `restore it with version ${version} of Linchpin; if that is the earlier one, upgrade afterwards`,
    EXIT.DATA,
  )
}

/** The file is not a whole, unchanged snapshot. */
export function damaged(problem: string, cause?: unknown): LinchpinError {
  return new LinchpinError(
    'LP3050',
    `this is no snapshot, or it was changed or cut short: ${problem}`,
    'get the file again from where it was made; nothing was restored',
    EXIT.DATA,
    { cause },
  )
}
