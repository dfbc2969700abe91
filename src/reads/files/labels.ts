import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { EXIT, LinchpinError } from '../../errors'

/** Labels that come with the project, of Ethereum mainnet. */
const OWN = join(__dirname, '../../../labels/mainnet.json')

const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/i, 'must be an address: 0x and 40 hexadecimal digits')
  .transform((text) => text.toLowerCase())
const label = z.string().trim().min(1).max(200)

const FILE = z.strictObject({
  /** Who made it, in a word. */
  name: label,
  /** When it was right: a date. */
  asOf: label,
  /** Where each label is from. */
  source: z.string().trim().min(1).max(2_000),
  /** Chain whose addresses it names (EIP-155). */
  chainId: z.number().int().positive(),
  /** Name of each address. */
  names: z.record(address, label).default({}),
  /** By kind of grouping (`entity`, `client`, `cloud`, `assetClass`...), by group: its addresses. */
  groupings: z.record(label, z.record(label, z.array(address))).default({}),
})

/** A division of addresses into groups; addresses in no group stand for themselves. */
export interface Grouping {
  /** Kind of grouping, for example `entity`. */
  readonly kind: string
  /** Files it is from, with the beginning of their SHA-256: what `meta.grouping` echoes. */
  readonly version: string
  readonly groupOf: ReadonlyMap<string, string>
}

/** Labels of one chain. They are claims of the files' authors, not facts of the chain. */
export interface Labels {
  readonly names: ReadonlyMap<string, string>
  readonly groupings: ReadonlyMap<string, Grouping>
}

/**
 * Reads label files; of two files that say different things of one address, the later wins.
 *
 * @param files paths, in order; the labels of the project come before them
 * @returns the labels by chain id
 * @throws LinchpinError LP1007 that names the file and what is wrong in it
 */
export function readLabels(files: readonly string[]): (chainId: number) => Labels {
  const read = [OWN, ...files].map(readFile)
  const known = new Map<number, Labels>()
  return (chainId) => {
    const labels = known.get(chainId) ?? merge(read.filter((file) => file.chainId === chainId))
    known.set(chainId, labels)
    return labels
  }
}

type LabelFile = z.infer<typeof FILE> & { version: string }

function readFile(path: string): LabelFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw wrong(path, 'it cannot be read', cause)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw wrong(path, 'it is not JSON', cause)
  }
  const parsed = FILE.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw wrong(path, `${issue!.path.join('.')}: ${issue!.message}`, parsed.error)
  }
  for (const [kind, groups] of Object.entries(parsed.data.groupings)) {
    const seen = new Map<string, string>()
    for (const [group, members] of Object.entries(groups)) {
      for (const member of members) {
        const other = seen.get(member)
        if (other !== undefined && other !== group) {
          throw wrong(path, `groupings.${kind}: ${member} is in "${other}" and in "${group}"`)
        }
        seen.set(member, group)
      }
    }
  }
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return { ...parsed.data, version: `${parsed.data.name}@${hash}` }
}

function wrong(path: string, what: string, cause?: unknown): LinchpinError {
  return new LinchpinError(
    'LP1007',
    `The label file ${path} cannot be used: ${what}.`,
    'Mend it, or take it out of LINCHPIN_LABELS; docs/labels.md has the format.',
    EXIT.CONFIG,
    { cause },
  )
}

function merge(files: readonly LabelFile[]): Labels {
  const names = new Map<string, string>()
  const groupOf = new Map<string, Map<string, string>>()
  const versions = new Map<string, string[]>()
  for (const file of files) {
    for (const [address, name] of Object.entries(file.names)) names.set(address, name)
    for (const [kind, groups] of Object.entries(file.groupings)) {
      const members = groupOf.get(kind) ?? new Map<string, string>()
      for (const [group, addresses] of Object.entries(groups)) {
        for (const address of addresses) members.set(address, group)
      }
      groupOf.set(kind, members)
      versions.set(kind, [...(versions.get(kind) ?? []), file.version])
    }
  }
  const groupings = [...groupOf].map(([kind, members]): [string, Grouping] => {
    const version = `${kind}: ${versions.get(kind)!.join(', ')}`
    return [kind, { kind, version, groupOf: members }]
  })
  return { names, groupings: new Map(groupings) }
}
