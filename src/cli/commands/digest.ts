import { Command } from 'commander'
import type { Client } from 'pg'
import { type Config, readConfig } from '../../config/env'
import { EXIT, LinchpinError } from '../../errors'
import { connectMigrated } from '../migrations'
import { withDatabase } from '../with-database'

interface Options {
  /** True without an argument. */
  compare?: string | true
  verify?: boolean
}

/** `linchpin digest`: prints the digest of the index, verifies it, or compares it with another index. */
export function digestCommand(load: () => Config): Command {
  return new Command('digest')
    .description('print the digest of the index, verify it, or compare it with another index')
    .option(
      '--compare [url]',
      'find the first block that differs in the index of this postgres:// database (default: LINCHPIN_COMPARE_DB_URL)',
    )
    .option(
      '--verify',
      'recompute all digests from the rows, and find the first that does not match',
    )
    .action(async ({ compare, verify }: Options) => {
      const config = load()
      const other = compare === undefined ? null : needOther(config, compare)
      await withDatabase(config, async (url) => {
        const own = await connectMigrated(url, 0)
        try {
          if (verify || other !== null) await requireRules(own)
          if (verify) await printVerified(own)
          if (other !== null) await printCompared(own, other)
          if (verify || other !== null) return
          const { lastDigest } = await import('../../store/checks/compare-digests.js')
          const { height, digest } = await lastDigest(own)
          console.log(`${height} ${digest}`)
        } finally {
          await own.end()
        }
      })
    })
}

/** URL of the other database. @throws LinchpinError LP1002 if there is none, LP1001 for a malformed one */
function needOther({ compareDbUrl }: Config, option: string | true): string {
  if (option !== true) return readConfig({ LINCHPIN_COMPARE_DB_URL: option }).compareDbUrl!
  if (compareDbUrl !== null) return compareDbUrl
  const hint = 'set LINCHPIN_COMPARE_DB_URL, or pass --compare URL'
  throw new LinchpinError('LP1002', 'no other database is configured', hint, EXIT.CONFIG)
}

/** Rows of other rules give other digests, though nobody altered them. @throws LinchpinError LP3031 */
async function requireRules(client: Client): Promise<void> {
  const { assertRules } = await import('../../store/rederive/rules.js')
  await assertRules(client)
}

async function printVerified(own: Client): Promise<void> {
  const { verifyDigests } = await import('../../store/checks/verify-digests.js')
  const { mismatch, blocks, height, digest } = await verifyDigests(own)
  if (mismatch === null) {
    console.log(`the rows of ${blocks} blocks up to block ${height} match the digest ${digest}`)
    return
  }
  // The digest of the first block covers rows from before it, which a rewind does not restore.
  const [below, fix] =
    blocks === 0
      ? ['it is the first block', 'index again into an empty database']
      : [
          'the rows of the blocks below it match',
          `run \`linchpin rewind --to ${mismatch - 1}\` and index again from there`,
        ]
  console.log(
    `the rows of block ${mismatch} do not match its digest; ${below}\n  restore a backup; or ${fix}`,
  )
  process.exitCode = EXIT.FAILED
}

async function printCompared(own: Client, url: string): Promise<void> {
  const { compareDigests } = await import('../../store/checks/compare-digests.js')
  const client = await connectMigrated(url, 0)
  await requireRules(client)
  const found = await compareDigests(own, client)
  if (found.differsAt === null) {
    console.log(`equal up to block ${found.upTo}, digest ${found.digest}`)
    return
  }
  console.log(`different from block ${found.differsAt} on; equal up to block ${found.upTo}`)
  process.exitCode = EXIT.FAILED
}
