import { Command } from 'commander'
import type { Client } from 'pg'
import type { Config } from '../../config/env'
import { EXIT } from '../../errors'
import { connectMigrated } from '../migrations'
import { needDatabase } from '../needs'

interface Options {
  compare?: string
  verify?: boolean
}

/** `linchpin digest`: prints the digest of the index, verifies it, or compares it with another index. */
export function digestCommand(load: () => Config): Command {
  return new Command('digest')
    .description('print the digest of the index, verify it, or compare it with another index')
    .option(
      '--compare <url>',
      'find the first block that differs in the index of this postgres:// database',
    )
    .option(
      '--verify',
      'recompute all digests from the rows, and find the first that does not match',
    )
    .action(async ({ compare, verify }: Options) => {
      const own = await connectMigrated(needDatabase(load()), 0)
      if (verify) await printVerified(own)
      if (compare !== undefined) await printCompared(own, compare)
      if (verify || compare !== undefined) return
      const { lastDigest } = await import('../../store/compare-digests.js')
      const { height, digest } = await lastDigest(own)
      console.log(`${height} ${digest}`)
    })
}

async function printVerified(own: Client): Promise<void> {
  const { verifyDigests } = await import('../../store/verify-digests.js')
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
  const { compareDigests } = await import('../../store/compare-digests.js')
  const found = await compareDigests(own, await connectMigrated(url, 0))
  if (found.differsAt === null) {
    console.log(`equal up to block ${found.upTo}, digest ${found.digest}`)
    return
  }
  console.log(`different from block ${found.differsAt} on; equal up to block ${found.upTo}`)
  process.exitCode = EXIT.FAILED
}
