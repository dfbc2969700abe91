import { Command } from 'commander'
import type { Config } from '../../config/env'
import { connectWhenReady } from '../database'
import { needDatabase, wholeNumber } from '../needs'

interface Options {
  to: number
}

/** `linchpin rewind --to N`: take back blocks, after a reorganisation deeper than finality. */
export function rewindCommand(load: () => Config): Command {
  return new Command('rewind')
    .description('take back every block above one, final ones too; the indexer must be stopped')
    .requiredOption('--to <block>', 'last block that is kept', wholeNumber(0, 999_999_999))
    .action(async ({ to }: Options) => {
      const databaseUrl = needDatabase(load())
      const { rewind } = await import('../../store/rewind.js')
      const client = await connectWhenReady(databaseUrl, 0)
      try {
        const { from, to: head } = await rewind(client, to)
        console.log(`rewound from block ${from.height} to block ${head.height} (${head.hash})`)
      } finally {
        await client.end()
      }
    })
}
