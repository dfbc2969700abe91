import { Command } from 'commander'
import type { Config } from '../../config/env'
import { connectMigrated } from '../migrations'
import { integer } from '../needs'
import { withDatabase } from '../with-database'

interface Options {
  to: number
}

/** `linchpin rewind --to N`: rolls back blocks, after a reorg deeper than finality. */
export function rewindCommand(load: () => Config): Command {
  return new Command('rewind')
    .description('roll back all blocks above one, final ones included; the indexer must be stopped')
    .requiredOption('--to <block>', 'last block to keep', integer(0, 999_999_999))
    .action(async ({ to }: Options) => {
      const { rewind } = await import('../../store/rewind.js')
      await withDatabase(load(), async (databaseUrl) => {
        const client = await connectMigrated(databaseUrl, 0)
        try {
          const { from, to: head } = await rewind(client, to)
          console.log(`rewound from block ${from.height} to block ${head.height} (${head.hash})`)
          if (head.height < to) console.log(whyLower(to, head.height))
        } finally {
          await client.end()
        }
      })
    })
}

function whyLower(asked: number, block: number): string {
  return `block ${block}, not ${asked}: of the blocks between, which have no logs, no header is stored; they are indexed again`
}
