import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { EXIT, LinchpinError } from '../../errors'

/** Labels of Ethereum mainnet that are part of the project. */
const BUNDLED = ['symbiotic-mainnet.json', 'mainnet.json'].map((file) =>
  join(__dirname, '../../../labels', file),
)

const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/i, 'must be an address: 0x and 40 hexadecimal digits')
  .transform((text) => text.toLowerCase())
const label = z.string().trim().min(1).max(200)

/** Most stakers that one token may name. */
const MAX_STAKERS = 100_000

const backedToken = z.strictObject({
  /** Stakers whose stake the token is a claim on. */
  stakers: z.array(address).min(1).max(MAX_STAKERS),
  /** Where that is from. */
  source: z.string().trim().min(1).max(2_000),
  /** Units issued, in base units of the token, and when. */
  supply: z
    .strictObject({
      units: z
        .string()
        .regex(/^[1-9]\d{0,77}$/, 'must be base units above 0, as decimal text')
        .transform(BigInt),
      asOf: label,
    })
    .optional(),
})

const FILE = z.strictObject({
  /** Name of the author. */
  name: label,
  /** Date of the labels. */
  asOf: label,
  /** Where the labels come from. */
  source: z.string().trim().min(1).max(2_000),
  /** Chain of the addresses (EIP-155). */
  chainId: z.number().int().positive(),
  /** Name of each address. */
  names: z.record(address, label).default({}),
  /** By kind of grouping (`entity`, `client`, `cloud`, `assetClass`...), by group: its addresses. */
  groupings: z.record(label, z.record(label, z.array(address))).default({}),
  /** Tokens that are claims on stake, by address. */
  backedTokens: z.record(address, backedToken).default({}),
})

/** Addresses in groups; an address without a group is a group of one. */
export interface Grouping {
  /** Kind of grouping, for example `entity`. */
  readonly kind: string
  /** Its files, each with a prefix of its SHA-256; `meta.grouping` has it. */
  readonly version: string
  readonly groupOf: ReadonlyMap<string, string>
}

/** Who backs a token, as a file declares it. */
export interface TokenBacking {
  readonly stakers: readonly string[]
  /** File and source, for people. */
  readonly source: string
  /** Base units issued, and when; null: the file does not say. */
  readonly supply: { readonly units: bigint; readonly asOf: string } | null
}

/** Labels of one chain. The authors of the files assert them; the chain does not. */
export interface Labels {
  readonly names: ReadonlyMap<string, string>
  readonly groupings: ReadonlyMap<string, Grouping>
  /** Tokens that are claims on stake, by address. */
  readonly backedTokens: ReadonlyMap<string, TokenBacking>
}

/**
 * Reads label files. If two files label one address differently, the later file wins.
 *
 * @param files paths, in order, after the labels of the project
 * @returns the labels by chain id
 * @throws LinchpinError LP1007 with the path and the problem
 */
export function readLabels(files: readonly string[]): (chainId: number) => Labels {
  const read = [...BUNDLED, ...files].map(readFile)
  checkBackings(read)
  const known = new Map<number, Labels>()
  return (chainId) => {
    const labels = known.get(chainId) ?? merge(read.filter((file) => file.chainId === chainId))
    known.set(chainId, labels)
    return labels
  }
}

type LabelFile = z.infer<typeof FILE> & { path: string; version: string }

/** Refuses a staker behind two tokens: its stake would be claimed twice. */
function checkBackings(files: readonly LabelFile[]): void {
  // A later file replaces the declaration of a token.
  const declared = new Map<string, { token: string; stakers: readonly string[]; file: LabelFile }>()
  for (const file of files) {
    for (const [token, { stakers }] of Object.entries(file.backedTokens)) {
      declared.set(`${file.chainId} ${token}`, { token, stakers, file })
    }
  }
  const tokenOf = new Map<string, string>()
  for (const { token, stakers, file } of declared.values()) {
    for (const staker of stakers) {
      const other = tokenOf.get(`${file.chainId} ${staker}`)
      if (other !== undefined) {
        const problem =
          other === token ? `lists ${staker} twice` : `and ${other} both have the staker ${staker}`
        throw invalidFile(file.path, `backedTokens: ${token} ${problem}`)
      }
      tokenOf.set(`${file.chainId} ${staker}`, token)
    }
  }
}

function readFile(path: string): LabelFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw invalidFile(path, 'it cannot be read', cause)
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw invalidFile(path, 'it is not JSON', cause)
  }
  const parsed = FILE.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalidFile(path, `${issue!.path.join('.')}: ${issue!.message}`, parsed.error)
  }
  for (const [kind, groups] of Object.entries(parsed.data.groupings)) {
    const seen = new Map<string, string>()
    for (const [group, members] of Object.entries(groups)) {
      for (const member of members) {
        const other = seen.get(member)
        if (other !== undefined && other !== group) {
          throw invalidFile(path, `groupings.${kind}: ${member} is in "${other}" and in "${group}"`)
        }
        seen.set(member, group)
      }
    }
  }
  const tokens = Object.keys((json as { backedTokens?: object }).backedTokens ?? {})
  if (tokens.length > Object.keys(parsed.data.backedTokens).length) {
    throw invalidFile(path, 'backedTokens: a token is listed twice')
  }
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return { ...parsed.data, path, version: `${parsed.data.name}@${hash}` }
}

function invalidFile(path: string, problem: string, cause?: unknown): LinchpinError {
  return new LinchpinError(
    'LP1007',
    `The label file ${path} cannot be used: ${problem}.`,
    'Fix it, or remove it from LINCHPIN_LABELS; docs/labels.md has the format.',
    EXIT.CONFIG,
    { cause },
  )
}

function merge(files: readonly LabelFile[]): Labels {
  const names = new Map<string, string>()
  const groupOf = new Map<string, Map<string, string>>()
  const versions = new Map<string, string[]>()
  const backedTokens = new Map<string, TokenBacking>()
  for (const file of files) {
    for (const [token, { stakers, source, supply }] of Object.entries(file.backedTokens)) {
      const origin = `${file.version}: ${source}`
      backedTokens.set(token, { stakers, source: origin, supply: supply ?? null })
    }
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
  return { names, groupings: new Map(groupings), backedTokens }
}
