import type { Diagnosis } from './diagnose'
import type { DatabaseFacts, Facts, ProviderFacts } from './facts'

/** What was found, as lines for a person. */
export function textReport(facts: Facts, diagnosis: Diagnosis): string {
  const { findings, unchecked, passed } = diagnosis
  const faults = findings.filter(({ exitCode }) => exitCode !== null)
  const blocks = [...faults, ...findings.filter(({ exitCode }) => exitCode === null)].map(
    ({ check, code, exitCode, problem, fix }) => {
      const level = exitCode === null ? 'advice' : 'fault'
      return [`${level}: ${check}${code ? ` (${code})` : ''}`, `  ${problem}`, `  fix: ${fix}`]
    },
  )
  const counts = [
    `${passed.length} checks passed`,
    `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`,
    `${findings.length - faults.length} pieces of advice`,
    `${unchecked.length} not checked`,
  ]
  return [
    ...described(facts),
    '',
    ...blocks.flatMap((lines) => [...lines, '']),
    ...grouped(unchecked).map(([reason, checks]) => `not checked: ${checks}: ${reason}`),
    ...(unchecked.length > 0 ? [''] : []),
    counts.join(', '),
  ].join('\n')
}

/** The same as one JSON object. @param version of Linchpin */
export function jsonReport(facts: Facts, diagnosis: Diagnosis, version: string): string {
  const { findings, unchecked, passed, exitCode } = diagnosis
  const shown = findings.map(({ exitCode, ...finding }) => ({
    level: exitCode === null ? 'advice' : 'fault',
    ...finding,
    exitCode,
  }))
  return JSON.stringify({
    version,
    exitCode,
    findings: shown,
    unchecked,
    passed,
    described: described(facts),
  })
}

/** Checks by the reason for which they were not made. */
function grouped(unchecked: Diagnosis['unchecked']): [string, string][] {
  const byReason = new Map<string, string[]>()
  for (const { check, reason } of unchecked) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), check])
  }
  return [...byReason].map(([reason, checks]) => [reason, checks.join(', ')])
}

/** What there is, sound or not: a line for each part. */
function described({ machine, chain, database, providers, portal }: Facts): string[] {
  const lines = [`machine: Node ${machine.node}, ${Math.floor(machine.memory / 2 ** 20)} MB`]
  if (chain)
    lines.push(`network: ${chain.network}, chain ${chain.chainId}, from block ${chain.startBlock}`)
  if (database && 'version' in database) lines.push(databaseLine(database))
  for (const provider of providers ?? []) lines.push(providerLine(provider))
  if (portal) lines.push(`portal: ${portal.url}${portal.reason === null ? ', answers' : ''}`)
  return lines
}

function databaseLine(facts: DatabaseFacts): string {
  const { version, database, role, host, bytes, pooler, isEncrypted, index, pending } = facts
  const parts = [
    `database: Postgres ${Math.floor(version / 10_000)} at ${host}, ${database} as ${role}`,
    isEncrypted ? 'TLS' : 'no TLS',
    ...(pooler === 'none' ? [] : [`behind a pooler by ${pooler}`]),
    `${Math.ceil(bytes / 2 ** 20)} MB`,
    index ? `indexed up to block ${index.block}` : 'no index yet',
    ...(pending > 0 ? [`${pending} migrations to apply`] : []),
  ]
  return parts.join(', ')
}

function providerLine(facts: ProviderFacts): string {
  const { name, chainId, head, milliseconds, logRange, batch, receipts, state, history } = facts
  if (chainId === null) return `provider: ${name}, does not answer`
  const has = (what: string, value: ProviderFacts['receipts']) =>
    value === null ? [] : [`${value === true ? '' : 'no '}${what}`]
  const parts = [
    `provider: ${name}, chain ${chainId}`,
    ...(head ? [`newest block ${head.number}`] : []),
    ...(milliseconds === null ? [] : [`${Math.round(milliseconds)} ms`]),
    ...(logRange === null ? [] : [`logs of ${logRange} blocks in a call`]),
    ...(batch === null ? [] : [`${batch} calls in a batch`]),
    ...has('old blocks', history),
    ...has('receipts', receipts),
    ...has('old state', state),
  ]
  return parts.join(', ')
}
