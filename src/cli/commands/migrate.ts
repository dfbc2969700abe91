import { Command } from 'commander'
import type { Config } from '../../config/env'
import { needDatabase } from '../needs'

/** `linchpin migrate`: migrates the configured database to the schema of this version. */
export function migrateCommand(load: () => Config): Command {
  return new Command('migrate')
    .description('migrate the configured database to the schema of this version')
    .action(async () => {
      const databaseUrl = needDatabase(load())
      const { describeWaiting, migrate } = await import('../migrations.js')
      const applied = await migrate(databaseUrl, undefined, (waiting) =>
        console.error(describeWaiting(waiting)),
      )
      console.log(applied.length === 0 ? 'up to date' : `applied: ${applied.join(', ')}`)
    })
}
