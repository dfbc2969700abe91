import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { EXIT, LinchpinError } from '../../errors'
import { CHANGE_KINDS, KINDS } from '../kinds'

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens, at most 63')
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address: 0x and 40 hex digits')
  .transform((text) => text.toLowerCase())
const operatorSet = z
  .string()
  .regex(
    /^(0x[0-9a-fA-F]{40}\/\d{1,10}|symbiotic-0x[0-9a-fA-F]{40}\/\d{1,29})$/,
    'must be an operator set: address of the AVS, /, number; or a subnetwork: symbiotic-, address of the network, /, identifier',
  )
  .transform((text) => text.toLowerCase())
const integerText = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(
    z.string().regex(/^\d{1,78}$/, 'must be a whole number; in quotes if it has over 15 digits'),
  )
const share = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(
    z
      .string()
      .regex(/^\d(\.\d{1,18})?$/, 'must be a decimal such as 0.33')
      .refine((text) => Number(text) > 0 && Number(text) <= 1, 'must be above 0 and at most 1'),
  )
const some = <T extends z.ZodType>(item: T) => z.array(item).min(1).nullable().default(null)

/** Whose stake is compared. A protocol whose stake is grouped in another way adds to `by`. */
const scope = {
  by: z.enum(['pool', 'operator-set']).default('pool'),
  pools: some(address),
  operatorSets: some(operatorSet),
  avss: some(address),
}
const thresholds = { above: share, clearBelow: share.optional(), ...scope }

const RULE = z.discriminatedUnion('rule', [
  z.strictObject({ name, rule: z.literal('operator-share'), ...thresholds }),
  z.strictObject({
    name,
    rule: z.literal('concentration'),
    measure: z.enum(['hhi', 'largest']).default('hhi'),
    ...thresholds,
  }),
  z.strictObject({
    name,
    rule: z.literal('operator-captive'),
    below: z.number().int().min(1).max(2_000_000_000).nullable().default(null),
    operators: some(address),
  }),
  z.strictObject({ name, rule: z.literal('slasher-announced'), operatorSets: some(operatorSet) }),
  z.strictObject({ name, rule: z.literal('redistribution-on'), operatorSets: some(operatorSet) }),
  z.strictObject({ name, rule: z.literal('slash-queued'), operatorSets: some(operatorSet) }),
  z.strictObject({
    name,
    rule: z.literal('slashing-pending'),
    operators: some(address),
    avss: some(address),
  }),
  z.strictObject({
    name,
    rule: z.literal('shared-vault'),
    networks: z.number().int().min(2).max(10_000).default(2),
    vaults: some(address),
  }),
  z.strictObject({
    name,
    rule: z.literal('indexer-behind'),
    seconds: z.number().int().min(1).max(1_000_000).default(120),
  }),
  z.strictObject({ name, rule: z.literal('invalid-block') }),
  z.strictObject({
    name,
    rule: z.literal('large-withdrawal'),
    shares: integerText,
    subjects: some(address),
  }),
  z.strictObject({
    name,
    rule: z.literal('event'),
    kinds: z.array(z.enum(CHANGE_KINDS)).min(1),
    subjects: some(z.union([address, operatorSet])),
  }),
])

const RECEIVER = z.strictObject({
  name,
  url: z.string().refine((text) => /^https?:\/\//i.test(text) && URL.canParse(text), {
    message: 'must be a URL that starts with https:// (or http://)',
  }),
  secret: z.string().optional(),
  secretFile: z.string().optional(),
  delivery: z.enum(['at-once', 'final']).default('at-once'),
  kinds: z.array(z.enum(KINDS)).min(1).default(['alert']),
  subjects: some(z.union([address, operatorSet])),
})

const FILE = z.strictObject({
  rules: z.array(RULE).max(1_000).default([]),
  receivers: z.array(RECEIVER).max(100).default([]),
})

const SCOPE = z.object(scope)

/** Stake that a rule is about. */
export type StakeScope = z.output<typeof SCOPE>

/** A rule as the file gives it. */
export type RuleSpec = z.output<typeof RULE>

/** Where messages are sent to. */
export interface ReceiverSpec extends Omit<z.output<typeof RECEIVER>, 'secret' | 'secretFile'> {
  /** `whsec_` and base64. */
  secret: string
}

/** Content of the file of LINCHPIN_RULES. */
export interface RulesFile {
  rules: RuleSpec[]
  receivers: ReceiverSpec[]
}

/**
 * Reads rules and receivers, from YAML or JSON.
 * @throws LinchpinError LP1020 that names each field that is wrong, without secrets
 */
export function readRulesFile(path: string): RulesFile {
  const parsed = FILE.safeParse(read(path))
  if (!parsed.success) {
    throw invalid(
      path,
      parsed.error.issues.map(
        ({ path: at, message }) => `${at.join('.') || 'the file'}: ${message}`,
      ),
    )
  }
  const { rules, receivers } = parsed.data
  const problems = [
    ...twice('rules', rules),
    ...twice('receivers', receivers),
    ...rules.flatMap((rule, index) => [...crossed(rule, index), ...unused(rule, index)]),
  ]
  const complete = receivers.map((receiver, index) => withSecret(path, receiver, index, problems))
  if (problems.length > 0) throw invalid(path, problems)
  return { rules, receivers: complete }
}

function read(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8')) ?? {}
  } catch (error) {
    const { code, message } = Object(error) as { code?: string; message: string }
    // A message of the parser quotes lines of the file, which may have secrets.
    throw invalid(path, [code ? `${code}` : message.split('\n')[0]!.slice(0, 200)])
  }
}

function twice(list: string, items: readonly { name: string }[]): string[] {
  const names = items.map((item) => item.name)
  return names
    .filter((each, index) => names.indexOf(each) !== index)
    .map((each) => `${list}: the name ${each} is given to more than one`)
}

function crossed(rule: RuleSpec, index: number): string[] {
  if (!('above' in rule) || rule.clearBelow === undefined) return []
  const isCrossed = Number(rule.clearBelow) > Number(rule.above)
  return isCrossed ? [`rules.${index}.clearBelow: must not exceed above`] : []
}

/** Settings that would be without effect. */
function unused(rule: RuleSpec, index: number): string[] {
  if (!('by' in rule) || rule.by === 'operator-set') return []
  const given = (['operatorSets', 'avss'] as const).filter((list) => rule[list] !== null)
  return given.map((list) => `rules.${index}.${list}: only with by: operator-set`)
}

function withSecret(
  path: string,
  { secret, secretFile, ...receiver }: z.output<typeof RECEIVER>,
  index: number,
  problems: string[],
): ReceiverSpec {
  const at = `receivers.${index}`
  let value = secret ?? ''
  if ((secret === undefined) === (secretFile === undefined)) {
    problems.push(`${at}: give secret or secretFile, not both`)
  } else if (secretFile !== undefined) {
    try {
      value = readFileSync(resolve(dirname(path), secretFile), 'utf8').trim()
    } catch (error) {
      problems.push(`${at}.secretFile: ${secretFile} cannot be read (${Object(error).code})`)
      return { ...receiver, secret: '' }
    }
  }
  const bytes = Buffer.from(value.replace(/^whsec_/, ''), 'base64').length
  if (value !== '' && (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(value) || bytes < 24 || bytes > 64)) {
    problems.push(`${at}: the secret must be whsec_ and the base64 of 24 to 64 bytes`)
  }
  return { ...receiver, secret: value }
}

function invalid(path: string, problems: readonly string[]): LinchpinError {
  const list =
    problems.length === 1 ? problems[0] : `\n${problems.map((each) => `  ${each}`).join('\n')}`
  return new LinchpinError(
    'LP1020',
    `the file of rules ${path} is invalid: ${list}`,
    'correct it; docs/alerts.md has the format',
    EXIT.CONFIG,
  )
}
