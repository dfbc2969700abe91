import { runCli } from './cli'

/** A line of `linchpin audit --json`; which fields it has depends on its kind. */
export interface AuditLine {
  kind: 'check' | 'difference' | 'sum'
  name: string
  check: string
  basis: string
  key: string
  ours: string
  expected: string
  blocks: number[]
  equal: number
  different: number
  notCallable: number
  unknown: number
}

/** Runs the command on a database; its lines by kind. */
export async function runAudit(url: string, args: string[], env: Record<string, string> = {}) {
  const run = await runCli(['audit', ...args], { DB_URL: url, ...env })
  const lines = run.stdout.split('\n').filter((line) => line.startsWith('{'))
  const parsed = lines.map((line) => JSON.parse(line) as AuditLine)
  const of = (kind: AuditLine['kind']) => parsed.filter((line) => line.kind === kind)
  return { ...run, checks: of('check'), differences: of('difference'), sum: of('sum')[0] }
}
