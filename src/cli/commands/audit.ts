import { Command } from 'commander'
import type { Tally } from '../../audit/tally'
import type { Config } from '../../config/env'
import { EXIT, LinchpinError } from '../../errors'
import type { AuditResult } from '../../store/checks/audits'
import { connectMigrated } from '../migrations'
import { integer } from '../needs'
import { collectLayouts } from '../prove/layouts'
import { say } from '../say'
import { withDatabase } from '../with-database'

interface Options {
  block?: number
  sample?: number
  truth?: string
  proof?: boolean
  layout?: Record<string, string>
  json?: boolean
}

/** How long a database may take to answer. */
const WAIT_MS = 5_000

/** `linchpin audit`: compares the database with the contracts. */
export function auditCommand(load: () => Config, version: string): Command {
  return new Command('audit')
    .description('compare the database with the state of the contracts at one block')
    .option(
      '--block <n>',
      'block to compare at (default: the last final block)',
      integer(0, 999_999_999),
    )
    .option(
      '--sample <n>',
      'maximum number of keys per check (default: all)',
      integer(1, 999_999_999),
    )
    .option(
      '--truth <file>',
      'file with recorded answers of the contracts, instead of RPC_ENDPOINT',
    )
    .option('--proof', 'prove the state of contracts by eth_getProof, instead of eth_call')
    .option(
      '--layout <address=name>',
      'with --proof: layout of an implementation that you checked yourself; can be repeated',
      collectLayouts,
    )
    .option('--json', 'print JSON lines (default without a terminal)')
    .action(async (options: Options) => {
      const config = load()
      process.exitCode = await withDatabase(config, (url) => audit(config, url, version, options))
    })
}

/** @returns the exit code: FAILED for a difference, UNAVAILABLE if no contract answered */
async function audit(
  config: Config,
  databaseUrl: string,
  version: string,
  options: Options,
): Promise<number> {
  const urls = config.rpcEndpoints
  if (options.truth === undefined && urls.length === 0) {
    const hint = 'set RPC_ENDPOINT to a JSON-RPC URL of the chain, or pass --truth FILE'
    throw new LinchpinError('LP1005', 'no chain is configured', hint, EXIT.CONFIG)
  }
  const { readTruth } = await import('../../audit/truth.js')
  const truths = options.truth === undefined ? null : readTruth(options.truth)
  const client = await connectMigrated(databaseUrl, WAIT_MS)
  try {
    const { assertRules } = await import('../../store/rederive/rules.js')
    await assertRules(client)
  } finally {
    await client.end()
  }

  const { auditCalls, auditProofs, auditRows, auditTruth } = await import('../../audit/audit.js')
  const { noState } = await import('../../audit/node-state.js')
  const { openState } = await import('../../audit/rows.js')
  const { failedChecks, jsonReport, sumOf, textReport } = await import('../../audit/report.js')
  const report = options.json || !process.stdout.isTTY ? jsonReport : textReport
  const print = (lines: readonly string[]) => {
    for (const line of lines) console.log(line)
  }
  const state = openState(databaseUrl)
  try {
    const head = await state.head()
    const { block, sample = null } = options
    const tallies: Tally[] = []
    const listener = {
      onTally(tally: Tally) {
        tallies.push(tally)
        print(report.lines(tally))
      },
      onProgress: (text: string) => say(`audit: ${text}`),
    }
    const chosen = truths?.filter((one) =>
      block === undefined
        ? one.block >= head.startBlock && one.block <= head.number
        : one.block === block,
    )
    if (chosen?.length === 0) throw noTruth(options.truth!, block ?? null)
    const last = block ?? Math.min(head.number, head.finalizedNumber)
    const blocks = chosen?.map((one) => one.block) ?? [last]
    // As it is now: if the chain replaces it meanwhile, what is compared is of this one.
    const comparedAt = await state.point(Math.max(...blocks))
    print(report.head())
    if (chosen) await auditTruth(state, chosen, sample, listener)
    else if (options.proof) {
      const prover = await proverAt(config, last, (await state.point(last)).hash, options)
      await auditProofs(state, prover, sample, listener)
    } else await auditCalls(state, last, { urls, rateLimit: config.rpcRateLimit }, sample, listener)
    await auditRows(state, blocks, listener)
    const sum = sumOf(blocks, tallies)
    print(report.foot(sum))
    if (sum.compared > 0) {
      const { compared, different, unknown, notCallable } = sum
      await keep(databaseUrl, {
        ...{ compared, different, unknown, notCallable, sample, version },
        block: comparedAt.number,
        hash: comparedAt.hash,
        blocks: blocks.length,
        method: chosen ? 'RECORDING' : options.proof ? 'PROOFS' : 'CALLS',
        failed: failedChecks(tallies, sum),
      })
    }
    // A check without any answer must not count as passed.
    if (sum.different > 0 || sum.blind.length > 0) return EXIT.FAILED
    if (sum.compared > 0) return EXIT.OK
    if (chosen) return EXIT.UNAVAILABLE
    throw noState(`no contract answers at block ${last}: no state of it was compared`)
  } finally {
    await state.close()
  }
}

/** Keeps the result for `audits` of the API. What was compared is true without it. */
async function keep(databaseUrl: string, found: AuditResult): Promise<void> {
  const { keepAudit } = await import('../../store/checks/audits.js')
  try {
    const client = await connectMigrated(databaseUrl, WAIT_MS)
    try {
      await keepAudit(client, found)
    } finally {
      await client.end()
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    say(
      `audit: the result is not kept (${why}): that takes a database that answers, and a role that may write to it`,
    )
  }
}

async function proverAt(config: Config, block: number, hash: string | null, options: Options) {
  const { networkOf } = await import('../../config/network-of.js')
  const { orRefused } = await import('../../prover/errors.js')
  const { openProver } = await import('../../prover/open.js')
  const { readState } = await import('../../audit/node-state.js')
  return readState('the header that the index has', block, () =>
    orRefused('proofs', () =>
      openProver(config, networkOf(config, config.recording), block, hash, {
        layouts: options.layout,
      }),
    ),
  )
}

function noTruth(file: string, block: number | null): LinchpinError {
  const where = block === null ? 'any indexed block' : `block ${block}`
  const hint = 'pass a block of the file with --block, and index up to it'
  return new LinchpinError(
    'LP1006',
    `the file ${file} has no answers at ${where}`,
    hint,
    EXIT.CONFIG,
  )
}
